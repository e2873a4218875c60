using Microsoft.Extensions.AI;

namespace Holdfast.AI.Anthropic;

/// <summary>Why an answer ended, in Anthropic's words (https://docs.anthropic.com/en/api/handling-stop-reasons).</summary>
internal static class StopReasons
{
    /// <summary>It is not over: it wants to be asked to go on with what it wrote so far.</summary>
    public const string Paused = "pause_turn";

    /// <summary>The reason. One that nobody knows is an end like any other.</summary>
    public static ChatFinishReason Of(string? reason) => reason switch
    {
        null or "end_turn" or "stop_sequence" => ChatFinishReason.Stop,
        "max_tokens" or "model_context_window_exceeded" or Paused => ChatFinishReason.Length,
        "tool_use" => ChatFinishReason.ToolCalls,
        "refusal" => ChatFinishReason.ContentFilter,
        _ => new ChatFinishReason(reason),
    };
}
