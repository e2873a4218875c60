using Holdfast.Text;
using Microsoft.Extensions.AI;

namespace Holdfast.AI.Prompts;

/// <summary>The texts of messages, and how they are cut.</summary>
internal static class PromptText
{
    /// <summary>Everything in a message that costs tokens.</summary>
    public static IEnumerable<string> Of(ChatMessage message) => message.Contents.Where(content => content is not DataContent).Select(Of);

    /// <summary>What of it cannot be cut: a call without its arguments would be another call, and thinking that is sealed goes back whole.</summary>
    public static IEnumerable<string> FixedOf(ChatMessage message) => message.Contents.Where(content => IsFixed(content) && content is not DataContent).Select(Of);

    /// <summary>What of it can be cut.</summary>
    public static IEnumerable<string> CuttableOf(ChatMessage message) => message.Contents.Where(content => !IsFixed(content)).Select(Of);

    /// <summary>A message whose longer texts are cut in their middle.</summary>
    public static ChatMessage Cut(ChatMessage message, int allowed) => CuttableOf(message).All(text => text.Length <= allowed)
        ? message
        : new ChatMessage(message.Role, [.. message.Contents.Select(content => Cut(content, allowed))]) { AdditionalProperties = message.AdditionalProperties };

    private static bool IsFixed(AIContent content) => content is FunctionCallContent or ProviderFields or DataContent;

    private static string Of(AIContent content) => content switch
    {
        TextContent text => text.Text,
        FunctionResultContent { Result: string result } => result,
        FunctionCallContent call => call.Name + string.Concat(call.Arguments?.Select(argument => $"{argument.Key}{argument.Value}") ?? []),
        ProviderFields fields => fields.Json,
        _ => "",
    };

    private static AIContent Cut(AIContent content, int allowed) => content switch
    {
        TextContent text when text.Text.Length > allowed => new TextContent(Middle(text.Text, allowed)) { AdditionalProperties = text.AdditionalProperties },
        FunctionResultContent { Result: string result } call when result.Length > allowed => new FunctionResultContent(call.CallId, Middle(result, allowed)),
        _ => content,
    };

    /// <summary>A text that is long only at its beginning and end: what is asked stands in one of them, mostly.</summary>
    public static string Middle(string text, int allowed)
    {
        if (text.Length <= allowed)
            return text;
        var head = TextCut.End(text, allowed * 2 / 3);
        var tail = text.Length - (allowed - (allowed * 2 / 3));
        if (char.IsLowSurrogate(text[tail]))
            tail++;
        return $"{text.AsSpan(0, head)}\n[… {Quantities.Count(tail - head)} characters are left out here, because there is no room for them …]\n{text.AsSpan(tail)}";
    }
}
