using Microsoft.Extensions.AI;
using OpenAI.Chat;
using ChatFinishReason = Microsoft.Extensions.AI.ChatFinishReason;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;
using OpenAIFinishReason = OpenAI.Chat.ChatFinishReason;
using OpenAIMessage = OpenAI.Chat.ChatMessage;

namespace Holdfast.AI.OpenAI;

/// <summary>The words of <see cref="IChatClient"/> in those of OpenAI's client, and back.</summary>
internal static class OpenAIMapping
{
    public static IEnumerable<OpenAIMessage> ToOpenAI(IEnumerable<ChatMessage> messages)
    {
        foreach (var message in messages)
        {
            if (message.Role == ChatRole.System)
                yield return OpenAIMessage.CreateSystemMessage(message.Text);
            else if (message.Role == ChatRole.Assistant)
                yield return OpenAIMessage.CreateAssistantMessage(message.Text);
            else if (message.Role == ChatRole.User)
                yield return OpenAIMessage.CreateUserMessage(message.Text);
            else
                throw new NotSupportedException($"Messages of the role '{message.Role}' are not sent to OpenAI yet.");
        }
    }

    public static ChatCompletionOptions ToOpenAI(ChatOptions? options) => new()
    {
        Temperature = options?.Temperature,
        MaxOutputTokenCount = options?.MaxOutputTokens,
    };

    /// <summary>What is to be read: a refusal comes beside the content, not in it.</summary>
    public static string TextOf(ChatMessageContent content, string? refusal) =>
        content.Count == 0 ? refusal ?? "" : string.Concat(content.Select(part => part.Text ?? part.Refusal));

    public static ChatFinishReason ToFinishReason(OpenAIFinishReason reason) => reason switch
    {
        OpenAIFinishReason.Stop => ChatFinishReason.Stop,
        OpenAIFinishReason.Length => ChatFinishReason.Length,
        OpenAIFinishReason.ContentFilter => ChatFinishReason.ContentFilter,
        OpenAIFinishReason.ToolCalls or OpenAIFinishReason.FunctionCall => ChatFinishReason.ToolCalls,
        _ => new ChatFinishReason(reason.ToString()),
    };

    public static UsageDetails? ToUsage(ChatTokenUsage? usage) => usage is null
        ? null
        : new UsageDetails
        {
            InputTokenCount = usage.InputTokenCount,
            OutputTokenCount = usage.OutputTokenCount,
            TotalTokenCount = usage.TotalTokenCount,
        };
}
