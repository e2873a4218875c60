using System.Text.RegularExpressions;

namespace Holdfast.Simulator.Model;

/// <summary>The image model of the simulated provider: what it was asked, and how it behaves. It is as slow as its provider, and stalls with it.</summary>
public sealed partial class ImageProvider
{
    private const int MaxRemembered = 100;
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(60);
    private readonly Lock _gate = new();
    private readonly Queue<ImageRequest> _recent = new();
    private readonly Dictionary<string, int> _failures = [];
    private readonly List<(Func<ImageRequest, bool> Predicate, TaskCompletionSource<ImageRequest> Source)> _waiters = [];

    internal ImageProvider()
    {
    }

    /// <summary>Answers instead of the script; null for the script. <see cref="Script"/> can be called from it.</summary>
    public Func<ImageRequest, CancellationToken, ValueTask<ImageReply>>? Responder { get; set; }

    /// <summary>The latest calls, oldest first.</summary>
    public IReadOnlyList<ImageRequest> Recent
    {
        get { lock (_gate) return [.. _recent]; }
    }

    /// <summary>
    /// What the prompt makes it do: it draws, unless the prompt begins with <c>stall</c>, <c>slow 8</c>, <c>fail 500</c>, <c>fail 429 2</c>
    /// (twice, and then it draws) or <c>fail moderation</c>.
    /// </summary>
    public ImageReply Script(ImageRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var match = Command().Match(request.Prompt);
        if (!match.Success) return new ImageReply();
        var argument = match.Groups["argument"].Value;
        return match.Groups["command"].Value.ToLowerInvariant() switch
        {
            "stall" => new ImageReply { IsStalled = true },
            "slow" when int.TryParse(argument, out var seconds) => new ImageReply { Delay = TimeSpan.FromSeconds(seconds) },
            "fail" when match.Groups["times"] is { Success: true } times && CountFailure(request.Prompt) > int.Parse(times.Value) => new ImageReply(),
            "fail" when argument == "moderation" => ImageReply.Blocked(),
            "fail" when int.TryParse(argument, out var status) && status is >= 400 and < 600 => ImageReply.Failure(status),
            _ => new ImageReply(),
        };
    }

    /// <summary>Awaits a call, past or future, that <paramref name="predicate"/> accepts.</summary>
    /// <exception cref="TimeoutException">None came within <paramref name="timeout"/> (default 60 s).</exception>
    public async Task<ImageRequest> WaitForCallAsync(Func<ImageRequest, bool> predicate, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        var source = new TaskCompletionSource<ImageRequest>(TaskCreationOptions.RunContinuationsAsynchronously);
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
            throw new TimeoutException($"Waited {timeout ?? DefaultTimeout} for a matching call of the image model.", exception);
        }
        finally
        {
            lock (_gate) _waiters.RemoveAll(waiter => ReferenceEquals(waiter.Source, source));
        }
    }

    internal ValueTask<ImageReply> AnswerAsync(ImageRequest request, CancellationToken cancellationToken) =>
        Responder is { } responder ? responder(request, cancellationToken) : ValueTask.FromResult(Script(request));

    internal void Remember(ImageRequest request)
    {
        lock (_gate)
        {
            _recent.Enqueue(request);
            if (_recent.Count > MaxRemembered) _recent.Dequeue();
            foreach (var (predicate, source) in _waiters)
            {
                if (predicate(request)) source.TrySetResult(request);
            }
        }
    }

    private int CountFailure(string prompt)
    {
        lock (_gate)
        {
            if (_failures.Count >= MaxRemembered) _failures.Clear();
            return _failures[prompt] = _failures.GetValueOrDefault(prompt) + 1;
        }
    }

    [GeneratedRegex(@"^(?<command>stall|slow|fail)\b(\s+(?<argument>[0-9]{1,3}|moderation)\b)?(\s+(?<times>[0-9]{1,2})\b)?", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Command();
}
