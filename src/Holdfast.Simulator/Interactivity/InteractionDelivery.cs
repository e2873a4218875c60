using Holdfast.Simulator.SocketMode;

namespace Holdfast.Simulator.Interactivity;

/// <summary>What the answer in an acknowledgement came to.</summary>
/// <param name="Problem">Why Slack would refuse it.</param>
/// <param name="Errors">Errors that are now shown in a view.</param>
/// <param name="Options">What the person is offered to choose from.</param>
internal sealed record AnswerResult(
    string? Problem = null, IReadOnlyDictionary<string, string>? Errors = null, IReadOnlyList<SuggestedOption>? Options = null)
{
    public static readonly AnswerResult Fine = new();
}

/// <summary>Watches one interaction's envelope until the app has acknowledged it or the person has waited long enough.</summary>
internal sealed class InteractionDelivery : IEnvelopeObserver
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly Interaction _interaction;
    private readonly Lock _gate;
    private readonly TimeProvider _time;
    private readonly Func<string?, AnswerResult> _answer;
    private readonly ITimer _deadline;

    /// <summary>Starts the clock.</summary>
    /// <param name="interaction">What is on its way.</param>
    /// <param name="gate">The world's lock: answers change the world.</param>
    /// <param name="time">The clock.</param>
    /// <param name="answer">Performs what the acknowledgement's content asks for.</param>
    public InteractionDelivery(Interaction interaction, Lock gate, TimeProvider time, Func<string?, AnswerResult> answer)
    {
        _interaction = interaction;
        _gate = gate;
        _time = time;
        _answer = answer;
        _deadline = time.CreateTimer(_ => TimeOut(), state: null, Patience, Timeout.InfiniteTimeSpan);
    }

    public void Sent(long timestamp)
    {
        // The person's wait began with the click.
    }

    public void Acked(long timestamp, string? payload)
    {
        lock (_gate)
        {
            // Once the person was told of a failure, a late answer changes nothing any more.
            if (_interaction.Ended.IsCompleted) return;
            var result = _answer(payload);
            End(Outcome(InteractionEnd.Acknowledged) with
            {
                AckPayload = payload,
                Problem = result.Problem,
                Errors = result.Errors ?? new Dictionary<string, string>(),
                Options = result.Options ?? [],
            });
        }
    }

    /// <summary>Lost on a connection that died looks to the person like an app that does not answer.</summary>
    public void GaveUp(bool wasSent)
    {
        if (!wasSent) End(Outcome(InteractionEnd.DispatchFailed));
    }

    private void TimeOut()
    {
        lock (_gate)
        {
            if (!_interaction.Ended.IsCompleted) End(Outcome(InteractionEnd.OperationTimeout));
        }
    }

    private InteractionOutcome Outcome(InteractionEnd end)
    {
        var now = _time.GetUtcNow();
        return new InteractionOutcome(end, now, now - _interaction.At);
    }

    private void End(InteractionOutcome outcome)
    {
        _deadline.Dispose();
        _interaction.End(outcome);
    }
}
