using Holdfast.AI.Chat;
using Microsoft.Extensions.AI;

namespace Holdfast.AI.Wire;

/// <summary>How calls of tools are told to a model that has none.</summary>
internal static class WithoutTools
{
    /// <summary>An answer with calls, as the model's words.</summary>
    public static string Answer(ChatMessage message) =>
        string.Join('\n', [message.Text, .. message.Contents.OfType<FunctionCallContent>().Select(call => $"(Called the tool {call.Name}.)")]).Trim();

    /// <summary>What came of a call, as somebody's words.</summary>
    public static string Result(FunctionResultContent result) => $"(Result of the tool: {FunctionCalls.ResultOf(result)})";
}
