using Holdfast.Simulator.Calls;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator.WebApi;

/// <summary><c>reactions.add</c> and <c>reactions.remove</c>.</summary>
internal static class ReactionMethods
{
    private const int MaxReactions = 50;

    public static IEnumerable<ApiMethod> All =>
    [
        new("reactions.add", AcceptsJson: true, Tier.Three, Add) { Scopes = ["reactions:write"], Required = ["name"] },
        new("reactions.remove", AcceptsJson: true, Tier.Two, Remove) { Scopes = ["reactions:write"], Required = ["name"] },
    ];

    private static ApiError? Add(ApiCall call)
    {
        if (Find(call, out var node, out var reaction) is { } refused) return refused;
        if (node!.Message.Reactions.Contains(reaction!)) return "already_reacted";
        if (node.Message.Reactions.Count >= MaxReactions) return "too_many_emoji";
        call.World.AddReaction(node, reaction!);
        return null;
    }

    private static ApiError? Remove(ApiCall call)
    {
        if (Find(call, out var node, out var reaction) is { } refused) return refused;
        if (!node!.Message.Reactions.Contains(reaction!)) return "no_reaction";
        call.World.RemoveReaction(node, reaction!);
        return null;
    }

    private static ApiError? Find(ApiCall call, out MessageNode? node, out SlackReaction? reaction)
    {
        node = null;
        reaction = null;
        var arguments = call.Arguments;
        if (!arguments.TryGet("channel", out _) || !arguments.TryGet("timestamp", out var ts)) return "no_item_specified";
        if (!TsSource.IsTs(ts)) return "bad_timestamp";
        if (call.Channel() is not { } channel) return "channel_not_found";
        var name = arguments["name"]!;
        if (name.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-' or '+' or '\''))) return "invalid_name";
        reaction = new SlackReaction(name, call.Identity.BotUserId);
        return channel.ByTs.TryGetValue(ts, out node) ? null : (ApiError)"message_not_found";
    }
}
