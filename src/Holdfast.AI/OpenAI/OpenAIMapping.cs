using Holdfast.AI.Chat;
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
    public static IEnumerable<OpenAIMessage> ToOpenAI(IEnumerable<ChatMessage> messages) => messages.SelectMany(ToOpenAI);

    public static ChatCompletionOptions ToOpenAI(ChatOptions? options)
    {
        var mapped = new ChatCompletionOptions { Temperature = options?.Temperature, MaxOutputTokenCount = options?.MaxOutputTokens };
        foreach (var tool in options?.Tools ?? [])
        {
            mapped.Tools.Add(tool is AIFunctionDeclaration function
                ? ChatTool.CreateFunctionTool(function.Name, function.Description, BinaryData.FromString(function.JsonSchema.GetRawText()))
                : throw new NotSupportedException($"Tools of the type {tool.GetType().Name} are not sent to OpenAI."));
        }

        // A choice without tools is refused.
        if (mapped.Tools.Count > 0)
        {
            mapped.ToolChoice = ToToolChoice(options!.ToolMode);
            mapped.AllowParallelToolCalls = options.AllowMultipleToolCalls;
        }

        return mapped;
    }

    public static FunctionCallContent ToFunctionCall(ChatToolCall call) =>
        FunctionCalls.Create(call.Id, call.FunctionName, call.FunctionArguments.ToString());

    private static IEnumerable<OpenAIMessage> ToOpenAI(ChatMessage message) => message switch
    {
        _ when message.Role == ChatRole.System => [OpenAIMessage.CreateSystemMessage(message.Text)],
        _ when message.Role == ChatRole.User => [OpenAIMessage.CreateUserMessage(message.Text)],
        _ when message.Role == ChatRole.Assistant => [ToAssistant(message)],

        // One message of ours may hold the results of several calls; OpenAI wants one message each.
        _ when message.Role == ChatRole.Tool => message.Contents.OfType<FunctionResultContent>().Select(result => OpenAIMessage.CreateToolMessage(result.CallId, FunctionCalls.ResultOf(result))),
        _ => throw new NotSupportedException($"Messages of the role '{message.Role}' are not sent to OpenAI."),
    };

    private static AssistantChatMessage ToAssistant(ChatMessage message)
    {
        ChatToolCall[] calls =
        [
            .. message.Contents.OfType<FunctionCallContent>().Select(call => ChatToolCall.CreateFunctionToolCall(call.CallId, call.Name, BinaryData.FromString(FunctionCalls.ObjectOf(call)))),
        ];
        if (calls.Length == 0)
            return OpenAIMessage.CreateAssistantMessage(message.Text);
        var assistant = new AssistantChatMessage(calls);
        if (message.Text is { Length: > 0 } text)
            assistant.Content.Add(ChatMessageContentPart.CreateTextPart(text));
        return assistant;
    }

    private static ChatToolChoice? ToToolChoice(ChatToolMode? mode) => mode switch
    {
        NoneChatToolMode => ChatToolChoice.CreateNoneChoice(),
        RequiredChatToolMode { RequiredFunctionName: { } name } => ChatToolChoice.CreateFunctionChoice(name),
        RequiredChatToolMode => ChatToolChoice.CreateRequiredChoice(),
        AutoChatToolMode => ChatToolChoice.CreateAutoChoice(),
        _ => null,
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
