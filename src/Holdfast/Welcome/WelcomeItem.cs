using System.Text.Json;
using Holdfast.Items;

namespace Holdfast.Welcome;

/// <summary>A welcome that is due. All of one person's stand in one lane, where the first counts.</summary>
internal static class WelcomeItem
{
    /// <summary>Its kind.</summary>
    public const string Kind = "welcome";

    /// <summary>Welcomes the writer of a message, in its conversation.</summary>
    public static NewItem Of(LaneItem message, TimeProvider time) => new()
    {
        Id = ItemId.New(time),
        Queue = LaneQueue.Scheduled,
        Lane = $"welcome/{message.Owner!.Team}/{message.Owner.User}",
        Kind = Kind,
        Owner = message.Owner,
        Payload = JsonSerializer.SerializeToUtf8Bytes(message.Lane),
        TraceParent = message.TraceParent,
    };

    /// <summary>The conversation, in text form.</summary>
    public static string ConversationOf(LaneItem item) => JsonSerializer.Deserialize<string>(item.Payload.Span) ?? "";
}
