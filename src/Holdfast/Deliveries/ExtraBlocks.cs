using System.Text.Json;
using Holdfast.Caching;
using Holdfast.Slack;
using Holdfast.Slack.BlockKit;
using Holdfast.Slack.WebApi.Chat;
using Holdfast.Text;

namespace Holdfast.Deliveries;

/// <summary>Blocks that a message can do without, and which workspaces do not take them: Slack brings new ones to one workspace after the other.</summary>
/// <param name="time">The clock.</param>
public sealed class ExtraBlocks(TimeProvider time)
{
    private const string Type = "context_actions";

    private readonly ExpiringCache<string, bool> _without = new(TimeSpan.FromHours(1), capacity: 10_000, time);

    /// <summary>Whether a workspace does not take them.</summary>
    internal bool AreRefused(string team) => _without.TryGet(team, out _);

    /// <summary>A workspace took a message without them, and not with them.</summary>
    internal void Refused(string team) => _without.Set(team, value: true);

    /// <summary>The same call without them; null when there are none in it.</summary>
    internal static DeliveryCall? Without(DeliveryCall call)
    {
        // Most other messages need not be read for it.
        if (call.Arguments.Span.IndexOf("\"context_actions\""u8) < 0)
            return null;
        using var message = JsonDocument.Parse(call.Arguments);
        if (!message.RootElement.TryGetProperty("blocks", out var planned) || !planned.EnumerateArray().Any(static block => TypeOf(block) == Type))
            return null;
        var shown = new ChatPostMessageRequest
        {
            Channel = new ChannelId(message.RootElement.GetProperty("channel").GetString()!),
            Blocks = [.. planned.EnumerateArray().Where(static block => TypeOf(block) != Type).Select(static block => new UnknownBlock(TypeOf(block), block))],
        };
        return call with { Arguments = JsonLayers.Merge(upper: shown.ToJson(), lower: call.Arguments) };
    }

    private static string TypeOf(JsonElement block) => block.GetProperty("type").GetString()!;
}
