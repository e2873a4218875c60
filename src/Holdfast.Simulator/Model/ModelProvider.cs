namespace Holdfast.Simulator.Model;

/// <summary>The simulated model provider: how it answers, how slowly, and what it was asked.</summary>
public sealed class ModelProvider
{
    private const int MaxRemembered = 1_000;

    /// <summary>A long run sends its whole conversation with each call: what is remembered is bounded by size as well.</summary>
    private const long MaxRememberedCharacters = 32_000_000;
    private readonly ScriptedModel _script = new();
    private readonly Lock _gate = new();
    private readonly RememberedCalls<ModelRequest> _calls = new(MaxRemembered, static request => request.Length, MaxRememberedCharacters);
    private TaskCompletionSource? _stall;
    private long _latencyTicks;
    private int _inFlight;
    private long _total;
    private long _cancelled;

    /// <summary>How long every call takes at least. Default none.</summary>
    public TimeSpan Latency
    {
        get => new(Volatile.Read(ref _latencyTicks));
        set => Volatile.Write(ref _latencyTicks, value.Ticks);
    }

    /// <summary>In which pieces answers are streamed, and how fast. Default a word at a time, without a pause.</summary>
    public StreamPace Pace { get; set; } = StreamPace.AtOnce;

    /// <summary>While true no call is answered; calls that wait are answered once it is false again.</summary>
    public bool StallAll
    {
        get { lock (_gate) return _stall is not null; }
        set
        {
            lock (_gate)
            {
                if (value)
                {
                    _stall ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                    return;
                }

                _stall?.TrySetResult();
                _stall = null;
            }
        }
    }

    /// <summary>Answers instead of the script; null for the script. <see cref="Script"/> can be called from it.</summary>
    public Func<ModelRequest, CancellationToken, ValueTask<ModelReply>>? Responder { get; set; }

    /// <summary>The image model.</summary>
    public ImageProvider Images { get; } = new();

    /// <summary>Calls that are being answered or stalled now.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>Calls that arrived.</summary>
    public long Total => Volatile.Read(ref _total);

    /// <summary>Calls that the client gave up before they were answered.</summary>
    public long Cancelled => Volatile.Read(ref _cancelled);

    /// <summary>The latest calls, oldest first.</summary>
    public IReadOnlyList<ModelRequest> Recent => _calls.Recent;

    /// <summary>What the script answers.</summary>
    public ModelReply Script(ModelRequest request) => _script.Answer(request);

    /// <summary>Awaits a call, past or future, that <paramref name="predicate"/> accepts.</summary>
    /// <exception cref="TimeoutException">None came within <paramref name="timeout"/> (default 60 s).</exception>
    public Task<ModelRequest> WaitForCallAsync(Func<ModelRequest, bool> predicate, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        _calls.WaitAsync(predicate, timeout, () => $"a matching model call; {Total} came.", cancellationToken);

    /// <summary>Decides on a call, after latency and stall.</summary>
    internal async ValueTask<ModelReply> AnswerAsync(ModelRequest request, TimeProvider time, CancellationToken cancellationToken)
    {
        _calls.Add(request);
        await HoldAsync(time, cancellationToken);
        return Responder is { } responder ? await responder(request, cancellationToken) : Script(request);
    }

    /// <summary>The same for a call of the image model.</summary>
    internal async ValueTask<ImageReply> AnswerAsync(ImageRequest request, TimeProvider time, CancellationToken cancellationToken)
    {
        Images.Remember(request);
        await HoldAsync(time, cancellationToken);
        return await Images.AnswerAsync(request, cancellationToken);
    }

    private async Task HoldAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        if (Latency > TimeSpan.Zero) await Task.Delay(Latency, time, cancellationToken);
        Task? stalled;
        lock (_gate) stalled = _stall?.Task;
        if (stalled is not null) await stalled.WaitAsync(cancellationToken);
    }

    internal void Entered()
    {
        Interlocked.Increment(ref _inFlight);
        Interlocked.Increment(ref _total);
    }

    internal void Left(bool cancelled)
    {
        Interlocked.Decrement(ref _inFlight);
        if (cancelled) Interlocked.Increment(ref _cancelled);
    }
}
