using Microsoft.Extensions.AI;

namespace Holdfast.AI.ChatCompletions;

/// <summary>Why an answer ended, in the words of many providers.</summary>
internal static class FinishReasons
{
    /// <summary>The reason. One that nobody knows is an end like any other.</summary>
    public static ChatFinishReason Of(string reason)
    {
        var known = reason.ToLowerInvariant();
        return known switch
        {
            "length" or "max_tokens" or "model_length" or "max_output_tokens" or "max_length" or "token_limit" => ChatFinishReason.Length,
            "content_filter" or "content-filter" or "safety" or "prohibited_content" or "blocklist" or "spii" or "recitation" or "sensitive" or "guardrail_intervened" =>
                ChatFinishReason.ContentFilter,
            "tool_calls" or "tool_call" or "tool_use" or "function_call" => ChatFinishReason.ToolCalls,
            "stop" => ChatFinishReason.Stop,
            _ => new ChatFinishReason(reason),
        };
    }

    /// <summary>Whether it says that something went wrong, so that there is no answer.</summary>
    public static bool IsFailure(string reason) => reason.ToLowerInvariant() is var known
        && (known is "error" or "insufficient_system_resource" or "abort" or "network_error" || known.Contains("malformed_function_call", StringComparison.Ordinal));
}
