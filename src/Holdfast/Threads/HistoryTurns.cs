using System.Text.Json;
using Holdfast.Deliveries;
using Holdfast.Inbound;
using Holdfast.Records;
using Holdfast.Slack.Text;
using Holdfast.Slack.WebApi;
using Holdfast.Workspaces;

namespace Holdfast.Threads;

/// <summary>
/// Messages of Slack's history as turns. What the agent said is known by the mark that its answers carry; whatever else Holdfast posts (that it is at
/// work, that something failed, cards) is no part of a conversation.
/// </summary>
internal static class HistoryTurns
{
    /// <summary>The most characters of all of them together.</summary>
    private const int MaxCharacters = 60_000;

    private static readonly Turn Gap = new(Turn.User, "[Some messages are left out here.]");

    /// <summary>The turns, oldest first; people in them have no names yet.</summary>
    public static IReadOnlyList<Turn> Of(SaidBefore said, BotIdentity me)
    {
        var (kept, hasGap) = (new LinkedList<Turn>(), said.HasGap);
        var first = said.First is { } root ? TurnOf(root, me, isFirst: true) : null;
        var characters = first?.Content.Text.Length ?? 0;
        foreach (var message in said.Others.Reverse())
        {
            if (TurnOf(message, me, isFirst: false) is not { } turn)
                continue;
            characters += turn.Content.Text.Length;
            if (characters > MaxCharacters)
            {
                hasGap = true;
                break;
            }

            kept.AddFirst(turn);
        }

        if (hasGap)
            kept.AddFirst(Gap);
        if (first is not null)
            kept.AddFirst(first);

        // Slack gives a thread from its beginning: what is missing then are the newest.
        if (said.Problem is not null && kept.Count > 0)
            kept.AddLast(Gap);
        return [.. kept];
    }

    /// <summary>A message as a turn; null where nobody said anything, and of what Holdfast posts but its answers.</summary>
    /// <param name="message">The message.</param>
    /// <param name="me">Who the agent is.</param>
    /// <param name="isFirst">Whether it begins a conversation: then it counts whatever it is.</param>
    public static Turn? TurnOf(SlackMessage message, BotIdentity me, bool isFirst)
    {
        if (!MessageWords.IsSpoken(message.Subtype) && message.Subtype != "bot_message")
            return null;
        var content = MessageWords.Of(message, me);
        if (content is { Text.Length: 0, Attachments.Count: 0 })
            return null;
        if (message.User == me.User || (message.BotId is { } bot && bot.Value == me.Bot))
            return isFirst || IsAnswer(message) ? new Turn(Turn.Assistant, content) : null;
        var id = message.User?.Value ?? message.BotId?.Value;
        return id is null ? null : new Turn(Turn.User, content) { Speaker = new Speaker(id) { Name = NameOf(message), At = message.Ts.Time, Message = message.Ts.Value } };
    }

    /// <summary>Apps have no entry of their own where people have theirs.</summary>
    private static string? NameOf(SlackMessage message) =>
        PlainName.Of(message.Username ?? message.BotProfile?.Name) is { Length: > 0 } name ? name : null;

    private static bool IsAnswer(SlackMessage message) =>
        message.Metadata is { EventType: DeliveryMetadata.EventType, EventPayload: { ValueKind: JsonValueKind.Object } payload }
        && payload.TryGetProperty(DeliveryMetadata.AnswerField, out var answer)
        && answer.ValueKind == JsonValueKind.True;
}
