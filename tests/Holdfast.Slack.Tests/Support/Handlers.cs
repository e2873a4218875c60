using System.Collections.Concurrent;
using System.Threading.Channels;
using Holdfast.Slack.Envelopes;
using Holdfast.Slack.SocketMode;

namespace Holdfast.Slack.Tests.Support;

/// <summary>A handler made of a function.</summary>
internal sealed class Handler(Func<SlackEnvelope, CancellationToken, ValueTask<SlackAck>> handle) : IEnvelopeHandler
{
    public static Handler Ok { get; } = new((_, _) => ValueTask.FromResult(SlackAck.Ok));

    /// <summary>Keeps every envelope and acknowledges it.</summary>
    public static Handler Into(ConcurrentQueue<SlackEnvelope> taken) => new((envelope, _) =>
    {
        taken.Enqueue(envelope);
        return ValueTask.FromResult(SlackAck.Ok);
    });

    public ValueTask<SlackAck> HandleAsync(SlackEnvelope envelope, CancellationToken cancellationToken) =>
        handle(envelope, cancellationToken);
}

/// <summary>Writes down what happens to connections, in order.</summary>
internal sealed class Observer : ISocketModeObserver
{
    private readonly Channel<string> _log = Channel.CreateUnbounded<string>();

    public Task SeesAsync(string entry) => SeesAsync(entry, seen => seen == entry);

    public Task SeesAsync(Predicate<string> isRight) => SeesAsync("what was looked for", isRight);

    /// <summary>Sees a connection die, whichever number it has: those that are opened at the same time are numbered in any order.</summary>
    public Task SeesDeadAsync() => SeesAsync("dead", seen => seen.StartsWith("lost ", StringComparison.Ordinal) && seen.EndsWith(" dead", StringComparison.Ordinal));

    /// <summary>Those that come at the same time come in any order.</summary>
    public async Task SeesAllAsync(params IEnumerable<string> entries)
    {
        var missing = entries.ToHashSet();
        await SeesAsync(string.Join(", ", missing), seen => missing.Remove(seen) && missing.Count == 0);
    }

    /// <summary>The time is limited as a whole: where something else happens again and again, each wait for the next alone would never end.</summary>
    private async Task SeesAsync(string what, Predicate<string> isRight)
    {
        using var patience = new CancellationTokenSource(Eventually.Limit);
        var all = new List<string>();
        try
        {
            do
                all.Add(await _log.Reader.ReadAsync(patience.Token));
            while (!isRight(all[^1]));
        }
        catch (OperationCanceledException e)
        {
            throw new TimeoutException($"Never seen: {what}. Seen: {string.Join(", ", all)}", e);
        }
    }

    public void OnOpened(int number) => _log.Writer.TryWrite($"opened {number}");

    public void OnLost(int number, bool clean) => _log.Writer.TryWrite($"lost {number} {(clean ? "clean" : "dead")}");

    public void OnAckLost(int number) => _log.Writer.TryWrite($"ack lost {number}");

    public void OnHandlerFailed(int number) => _log.Writer.TryWrite($"handler failed {number}");

    public void OnFrameIgnored(int number, string reason) => _log.Writer.TryWrite($"ignored {reason}");

    public void OnAttemptFailed(int slot, string error) => _log.Writer.TryWrite($"attempt failed {error}");
}
