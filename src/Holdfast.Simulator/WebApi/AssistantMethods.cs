using System.Text.Json;
using Holdfast.Simulator.Calls;
using Holdfast.Simulator.Json;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator.WebApi;

/// <summary><c>assistant.threads.setStatus</c>, <c>.setTitle</c>, <c>.setSuggestedPrompts</c>.</summary>
internal static class AssistantMethods
{
    private const int MaxLoadingMessages = 10;
    private const int MaxPrompts = 4;

    public static IEnumerable<ApiMethod> All =>
    [
        new("assistant.threads.setStatus", AcceptsJson: true, Tier.Special, SetStatus) { Scopes = ["chat:write", "assistant:write"], Required = ["channel_id", "thread_ts"] },
        new("assistant.threads.setTitle", AcceptsJson: true, Tier.Four, SetTitle) { Scopes = ["assistant:write"], Required = ["channel_id", "thread_ts", "title"] },
        new("assistant.threads.setSuggestedPrompts", AcceptsJson: true, Tier.Four, SetPrompts) { Scopes = ["assistant:write"], Required = ["channel_id", "prompts"] },
    ];

    private static ApiError? SetStatus(ApiCall call)
    {
        // Empty clears, so it must be there but may be empty.
        if (call.Arguments["status"] is not { } status) return ApiError.Missing("status");
        if (Thread(call, out var channel, out var thread) is { } refused) return refused;
        if (call.Arguments.TryGet("loading_messages", out var messages))
        {
            using var list = JsonText.TryParse(messages, JsonValueKind.Array);
            if (list is null || list.RootElement.GetArrayLength() > MaxLoadingMessages)
                return new ApiError("invalid_arguments", $"[ERROR] no more than {MaxLoadingMessages} items allowed [json-pointer:/loading_messages]");
        }

        call.World.SetStatus(channel!.Id, thread!, status);
        if (status.Length > 0) call.World.NotifyOf(call.World.SessionStore.LosePlace(channel.Id, thread!));
        return null;
    }

    private static ApiError? SetTitle(ApiCall call)
    {
        if (Thread(call, out var channel, out var thread) is { } refused) return refused;
        call.World.Assistant.SetTitle(channel!.Id, thread!, call.Arguments["title"]!);
        return null;
    }

    private static ApiError? SetPrompts(ApiCall call)
    {
        if (call.Channel("channel_id") is not { } channel || !channel.Members.Contains(call.Identity.BotUserId)) return "channel_not_found";
        string? thread = null;
        if (call.Arguments.TryGet("thread_ts", out _))
        {
            if (Thread(call, out _, out thread) is { } refused) return refused;
        }
        else if (call.World.Agents.Declaration != AgentDeclaration.AgentView)
        {
            // Prompts of the app's whole place are what agents have.
            return "not_agent_app";
        }

        using var list = JsonText.TryParse(call.Arguments["prompts"]!, JsonValueKind.Array);
        if (list is null || list.RootElement.EnumerateArray().Any(prompt => prompt.Text("title") is not { Length: > 0 } || prompt.Text("message") is not { Length: > 0 }))
            return new ApiError("invalid_arguments", "[ERROR] must provide an array of objects with title and message [json-pointer:/prompts]");
        if (list.RootElement.GetArrayLength() > MaxPrompts)
            return new ApiError("invalid_arguments", $"[ERROR] no more than {MaxPrompts} items allowed [json-pointer:/prompts]");
        call.World.Assistant.SetPrompts(new SuggestedPrompts(
            channel.Id,
            thread,
            call.Arguments["title"] ?? "",
            [.. list.RootElement.EnumerateArray().Select(prompt => new SuggestedPrompt(prompt.Text("title")!, prompt.Text("message")!))]));
        return null;
    }

    private static ApiError? Thread(ApiCall call, out ChannelState? channel, out string? thread)
    {
        thread = null;
        channel = call.Channel("channel_id");
        if (channel is null || !channel.Members.Contains(call.Identity.BotUserId)) return "channel_not_found";
        thread = call.Arguments["thread_ts"]!;
        return TsSource.IsTs(thread) && channel.ByTs.ContainsKey(thread) ? null : (ApiError)"invalid_thread_ts";
    }
}
