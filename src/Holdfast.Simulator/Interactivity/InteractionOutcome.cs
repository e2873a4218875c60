namespace Holdfast.Simulator.Interactivity;

/// <summary>How an interaction ended for the person who waits.</summary>
public enum InteractionEnd
{
    /// <summary>The app acknowledged it in time.</summary>
    Acknowledged,

    /// <summary>The app did not acknowledge it within three seconds; the person is told <c>operation_timeout</c>.</summary>
    OperationTimeout,

    /// <summary>No connection of the app could take it; the person is told <c>dispatch_failed</c>.</summary>
    DispatchFailed,
}

/// <summary>What became of an interaction.</summary>
/// <param name="End">How it ended.</param>
/// <param name="At">When.</param>
/// <param name="Latency">How long the person waited.</param>
/// <param name="AckPayload">The acknowledgement's content as JSON text; null when it had none.</param>
public sealed record InteractionOutcome(InteractionEnd End, DateTimeOffset At, TimeSpan Latency, string? AckPayload = null)
{
    /// <summary>Why Slack would refuse the acknowledgement's content, such as errors on a block that is no input; null when it was fine.</summary>
    public string? Problem { get; init; }

    /// <summary>What the app found wrong with a submission: block id to text. The view stays open and shows it.</summary>
    public IReadOnlyDictionary<string, string> Errors { get; init; } = new Dictionary<string, string>();

    /// <summary>What the app offers to a person who types into a select; nothing for any other interaction.</summary>
    public IReadOnlyList<SuggestedOption> Options { get; init; } = [];

    /// <summary>Whether the app acknowledged it in time.</summary>
    public bool IsAcknowledged => End == InteractionEnd.Acknowledged;

    /// <summary>Slack's word for the failure that the person is shown; null when there is none.</summary>
    public string? Failure => End switch
    {
        InteractionEnd.Acknowledged => null,
        InteractionEnd.OperationTimeout => "operation_timeout",
        InteractionEnd.DispatchFailed => "dispatch_failed",
        _ => throw new InvalidOperationException($"No word for {End}."),
    };
}
