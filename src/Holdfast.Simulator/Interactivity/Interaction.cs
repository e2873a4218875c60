namespace Holdfast.Simulator.Interactivity;

/// <summary>Something a person did that the app is told of once, and never a second time.</summary>
public sealed class Interaction
{
    private readonly TaskCompletionSource<InteractionOutcome> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal Interaction(string type, byte[] payload, DateTimeOffset at)
    {
        Type = type;
        Payload = payload;
        At = at;
    }

    /// <summary><c>block_actions</c>, <c>view_submission</c>, <c>view_closed</c>, <c>block_suggestion</c>, <c>shortcut</c>, <c>message_action</c> or <c>slash_commands</c>.</summary>
    public string Type { get; }

    /// <summary>The payload inside the envelope, in UTF-8; to be tampered with and sent by <see cref="Interactions.Forge(string, byte[])"/>.</summary>
    public byte[] Payload { get; }

    /// <summary>When it was done.</summary>
    public DateTimeOffset At { get; }

    /// <summary>The trigger id it carries, if any.</summary>
    public string? TriggerId { get; internal init; }

    /// <summary>Where the app may answer, if anywhere.</summary>
    public Uri? ResponseUrl { get; internal init; }

    /// <summary>The envelope's id; null when it was not sent.</summary>
    public string? EnvelopeId { get; internal set; }

    /// <summary>Ends when the app has acknowledged it (then what the answer asks for was done), or with a failure. Never, when it was not sent.</summary>
    public Task<InteractionOutcome> Ended => _ended.Task;

    internal void End(InteractionOutcome outcome) => _ended.TrySetResult(outcome);
}
