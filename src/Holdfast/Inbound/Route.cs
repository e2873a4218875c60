using Holdfast.Items;
using Holdfast.Slack;

namespace Holdfast.Inbound;

/// <summary>Where an event goes. A closed set.</summary>
public abstract record Route
{
    private Route()
    {
    }

    /// <summary>The type that metrics count.</summary>
    public required string EventType { get; init; }

    /// <summary>The key under which a second delivery of the same is recognised.</summary>
    public required string DedupeKey { get; init; }

    /// <summary>The workspace whose it is; null for what is none's that the app is known to be installed in.</summary>
    public TeamId? Team { get; init; }

    /// <summary>Into the lane of a conversation.</summary>
    /// <param name="Message">The message.</param>
    public sealed record ToLane(InboundMessage Message) : Route
    {
        /// <summary>Whether it is a message as it was edited, which may have been answered as it was before.</summary>
        public bool IsEdit { get; init; }

        /// <summary>Whether Slack says that the edit made a mention of it.</summary>
        public bool IsNewlyAddressed { get; init; }

        /// <summary>Whether nothing older can be in its conversation, because that is a thread which it begins.</summary>
        public bool BeginsConversation => !IsEdit && Message.Conversation.Thread == Message.Ts;
    }

    /// <summary>Handled at once, whatever conversations are doing.</summary>
    /// <param name="Kind">One of <see cref="Inbound.InteractionKinds"/>.</param>
    public sealed record ToInteraction(string Kind) : Route
    {
        /// <summary>Whose it is; null for what is to end something, and must wait for nobody's share.</summary>
        public ItemOwner? Owner { get; init; }

        /// <summary>The message that stops a run, which without one is a message like any other; null for anything else.</summary>
        public InboundMessage? Message { get; init; }

        /// <summary>The callback id of the view that was submitted; null for anything else.</summary>
        public string? View { get; init; }

        /// <summary>The lane, where several change one record and must do so one after the other; null for a lane of its own.</summary>
        public string? Lane { get; init; }
    }

    /// <summary>Kept as a receipt only.</summary>
    /// <param name="Reason">Why nothing is done about it; from a small set, since metrics count by it.</param>
    public sealed record Ignore(string Reason) : Route
    {
        /// <summary>For what is of a workspace that is not at hand, that workspace.</summary>
        public string? Installation { get; init; }

        /// <summary>Whether whoever wrote it might expect an answer.</summary>
        public bool IsAddressed { get; init; }
    }

    /// <summary>Kept beside the message that it corrects.</summary>
    /// <param name="Correction">What was edited or deleted.</param>
    public sealed record Corrected(Correction Correction) : Route;

    /// <summary>The workspace took the app's rights away.</summary>
    /// <param name="Reason">The event that says so.</param>
    public sealed record Revoked(string Reason) : Route;
}
