using System.Text;
using System.Text.Json;
using Holdfast.Slack;
using Holdfast.Slack.BlockKit;
using Holdfast.Slack.WebApi.Chat;
using Holdfast.Text;

namespace Holdfast.Deliveries;

/// <summary>The blocks of a planned message, of which some can be exchanged for others.</summary>
internal static class PlannedBlocks
{
    /// <summary>The same call with other blocks in place of those of a type; null when there are none of it.</summary>
    /// <param name="call">The call.</param>
    /// <param name="type">The type.</param>
    /// <param name="replace">What stands in for one; nothing to leave it away.</param>
    public static DeliveryCall? Replace(DeliveryCall call, string type, Func<JsonElement, IEnumerable<Block>> replace)
    {
        // Most other messages need not be read for it.
        if (call.Arguments.Span.IndexOf(Encoding.UTF8.GetBytes($"\"{type}\"")) < 0)
            return null;
        using var message = JsonDocument.Parse(call.Arguments);
        if (!message.RootElement.TryGetProperty("blocks", out var planned) || !planned.EnumerateArray().Any(block => TypeOf(block) == type))
            return null;
        var shown = new ChatPostMessageRequest
        {
            Channel = new ChannelId(message.RootElement.GetProperty("channel").GetString()!),
            Blocks = [.. planned.EnumerateArray().SelectMany(block => TypeOf(block) == type ? replace(block) : [new UnknownBlock(TypeOf(block), block)])],
        };
        return call with { Arguments = JsonLayers.Merge(upper: shown.ToJson(), lower: call.Arguments) };
    }

    private static string TypeOf(JsonElement block) => block.GetProperty("type").GetString()!;
}
