namespace Holdfast.Simulator.Model;

/// <summary>The simulated model provider: how it answers, how slowly, and what it was asked.</summary>
public sealed class ModelProvider
{
    private const int MaxRemembered = 1_000;

    /// <summary>A long run sends its whole conversation with each call: what is remembered is bounded by size as well.</summary>
    private const long MaxRememberedCharacters = 32_000_000;
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(60);
    private readonly ScriptedModel _script = new();
    private readonly Lock _gate = new();
    private readonly Queue<ModelRequest> _recent = new();
    private readonly List<(Func<ModelRequest, bool> Predicate, TaskCompletionSource<ModelRequest> Source)> _waiters = [];
    private TaskCompletionSource? _stall;
    private long _latencyTicks;
    private long _rememberedCharacters;
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
    public IReadOnlyList<ModelRequest> Recent
    {
        get { lock (_gate) return [.. _recent]; }
    }

    /// <summary>What the script answers.</summary>
    public ModelReply Script(ModelRequest request) => _script.Answer(request);

    /// <summary>Awaits a call, past or future, that <paramref name="predicate"/> accepts.</summary>
    /// <exception cref="TimeoutException">None came within <paramref name="timeout"/> (default 60 s).</exception>
    public async Task<ModelRequest> WaitForCallAsync(
        Func<ModelRequest, bool> predicate, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        var source = new TaskCompletionSource<ModelRequest>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_recent.FirstOrDefault(predicate) is { } past) return past;
            _waiters.Add((predicate, source));
        }

        try
        {
            return await source.Task.WaitAsync(timeout ?? DefaultTimeout, TimeProvider.System, cancellationToken);
        }
        catch (TimeoutException exception)
        {
            throw new TimeoutException($"Waited {timeout ?? DefaultTimeout} for a matching model call; {Total} came.", exception);
        }
        finally
        {
            lock (_gate) _waiters.RemoveAll(waiter => ReferenceEquals(waiter.Source, source));
        }
    }

    /// <summary>Decides on a call, after latency and stall.</summary>
    internal async ValueTask<ModelReply> AnswerAsync(ModelRequest request, TimeProvider time, CancellationToken cancellationToken)
    {
        Remember(request);
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

    private void Remember(ModelRequest request)
    {
        lock (_gate)
        {
            _recent.Enqueue(request);
            _rememberedCharacters += request.Length;
            while (_recent.Count > MaxRemembered || (_rememberedCharacters > MaxRememberedCharacters && _recent.Count > 1))
                _rememberedCharacters -= _recent.Dequeue().Length;
            foreach (var (predicate, source) in _waiters)
            {
                if (predicate(request)) source.TrySetResult(request);
            }
        }
    }
}
