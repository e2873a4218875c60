using System.Text.Json;
using Holdfast.Answers;
using Holdfast.Slack;
using Holdfast.Slack.BlockKit;
using Holdfast.Slack.WebApi.Chat;
using Holdfast.Text;

namespace Holdfast.Deliveries;

/// <summary>The block of Markdown in a planned message, and what stands in for it.</summary>
internal static class PlannedMarkdown
{
    private const string Type = "markdown";

    /// <summary>The same call with sections in place of the Markdown; null when there is none in it.</summary>
    /// <param name="call">The call.</param>
    public static DeliveryCall? AsSections(DeliveryCall call)
    {
        // Most other messages need not be read for it.
        if (call.Arguments.Span.IndexOf("\"markdown\""u8) < 0)
            return null;
        using var message = JsonDocument.Parse(call.Arguments);
        if (!message.RootElement.TryGetProperty("blocks", out var planned) || !planned.EnumerateArray().Any(static block => TypeOf(block) == Type))
            return null;
        var shown = new ChatPostMessageRequest
        {
            Channel = new ChannelId(message.RootElement.GetProperty("channel").GetString()!),
            Blocks = [.. planned.EnumerateArray().SelectMany(static block => Stand(block))],
        };
        return call with { Arguments = JsonLayers.Merge(upper: shown.ToJson(), lower: call.Arguments) };
    }

    private static IEnumerable<Block> Stand(JsonElement block) =>
        TypeOf(block) == Type ? AnswerSections.Of(block.GetProperty("text").GetString()!) : [new UnknownBlock(TypeOf(block), block)];

    private static string TypeOf(JsonElement block) => block.GetProperty("type").GetString()!;
}
