using Holdfast.Simulator.Calls;
using Holdfast.Simulator.Wire;

namespace Holdfast.Simulator.WebApi;

/// <summary><c>assistant.search.context</c>: messages of public channels that hold all the words, and that the one on whose behalf the app searches may see.</summary>
internal static class SearchMethods
{
    private const int MaxFound = 20;

    public static IEnumerable<ApiMethod> All => [new("assistant.search.context", AcceptsJson: true, Tier.Special, Search) { Scopes = [ActionTokens.Scope], Required = ["query"] }];

    private static ApiError? Search(ApiCall call)
    {
        if (call.Parts.ActionTokens.UserOf(call.Arguments["action_token"]) is not { } asker || call.World.User(asker) is not { } user) return "invalid_action_token";
        var kinds = (call.Arguments["channel_types"] ?? "public_channel").Split(',', StringSplitOptions.TrimEntries);
        if (kinds.FirstOrDefault(kind => kind != "public_channel") is { } other) return ApiError.MissingScope($"search:read.{(other == "private_channel" ? "private" : other)}");
        var words = call.Arguments["query"]!.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var found = call.World.AllChannels
            .Where(channel => channel.IsPublic && (channel.Members.Contains(asker) || user is { IsGuest: false, TeamId: null }))
            .SelectMany(channel => channel.Posts)
            .Where(node => words.All(word => node.Message.Text.Contains(word, StringComparison.OrdinalIgnoreCase)))
            .OrderByDescending(node => node.Message.Ts, StringComparer.Ordinal)
            .Take(Math.Clamp(call.Arguments.Number("limit", MaxFound), 1, MaxFound));
        call.Answer.WriteStartObject("results");
        call.Answer.WriteStartArray("messages");
        foreach (var node in found)
        {
            call.Answer.WriteStartObject();
            call.Answer.WriteString("author_user_id", node.Message.User);
            call.Answer.WriteString("team_id", call.Identity.TeamId);
            call.Answer.WriteString("channel_id", node.Message.Channel);
            call.Answer.WriteString("channel_name", node.Channel.Name);
            call.Answer.WriteString("message_ts", node.Message.Ts);
            call.Answer.WriteString("content", node.Message.Text);
            call.Answer.WriteBoolean("is_author_bot", node.Message.IsFromBot);
            call.Answer.WriteString("permalink", Permalink.To(node.Message, call.Identity));
            call.Answer.WriteEndObject();
        }

        call.Answer.WriteEndArray();
        call.Answer.WriteEndObject();
        return null;
    }
}
