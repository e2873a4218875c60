using Holdfast.Conversations;
using Holdfast.Items;

namespace Holdfast.Notifications;

/// <summary>A message that Holdfast sends unprompted, such as a timer, a heartbeat or an alert, by the first channel that takes it.</summary>
public sealed record Notification
{
    /// <summary>
    /// Its identity, which no other item has: every channel passes it on, so that a receiver recognizes a duplicate. In Slack it is the
    /// delivery's id.
    /// </summary>
    public required ItemId Id { get; init; }

    /// <summary>What kind it is of, one of <see cref="NotificationKinds"/>: it decides the route.</summary>
    public required string Kind { get; init; }

    /// <summary>What it says, in plain text: every channel can show that.</summary>
    public required string Text { get; init; }

    /// <summary>The moment that it is about, such as the one when a timer is due.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Where it belongs; null for what concerns the operators.</summary>
    public ConversationId? Conversation { get; init; }

    /// <summary>The user that it is for; null for no particular one.</summary>
    public string? User { get; init; }

    /// <summary>How it looks in Slack; null for its text as it is.</summary>
    public SlackContent? Slack { get; init; }

    /// <summary>After this moment it is out of date and dropped; null for never.</summary>
    public DateTimeOffset? NotAfter { get; init; }

    /// <summary>The channels that are tried, in this order; null for the route of its kind.</summary>
    public IReadOnlyList<string>? Channels { get; init; }

    /// <summary>A second notification with the same key is dropped, for as long as receipts are kept; null for none.</summary>
    public string? DedupeKey { get; init; }

    /// <summary>What plans it, for the receipt of its delivery in Slack; null for itself.</summary>
    public ItemId? Cause { get; init; }

    /// <summary>Facts for programs, such as a timer's id. A handful of short ones.</summary>
    public IReadOnlyDictionary<string, string> Data { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether it is out of date.</summary>
    /// <param name="now">The present.</param>
    public bool IsTooLate(DateTimeOffset now) => now > NotAfter;
}
