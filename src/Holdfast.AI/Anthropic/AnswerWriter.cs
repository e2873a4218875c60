using System.Text.Json;
using Anthropic.Models.Messages;
using Holdfast.AI.Chat;
using Holdfast.AI.Json;
using Holdfast.AI.Prompts;
using Microsoft.Extensions.AI;

namespace Holdfast.AI.Anthropic;

/// <summary>Writes an answer of the model's as a message of its own: in the order that Anthropic gave it, where Anthropic did.</summary>
internal sealed class AnswerWriter
{
    private static readonly JsonDocumentOptions Shallow = new() { MaxDepth = AnthropicFields.MaxDepth };

    /// <summary>Writes one.</summary>
    public AnswerWriter(ChatMessage message)
    {
        var calls = new Queue<FunctionCallContent>(message.Contents.OfType<FunctionCallContent>());
        var known = AnthropicFields.Read(message.Contents.OfType<ProviderFields>().FirstOrDefault());
        HasCalls = calls.Count > 0;

        // It may have been cut, to fit into the prompt: then it stands in one place.
        var text = message.Text.Trim();
        var isOwn = text == string.Concat(known.Where(IsText).Select(block => block.TextOf("text"))).Trim();
        foreach (var block in known)
        {
            if (IsCall(block))
            {
                if (calls.TryDequeue(out var call))
                    Blocks.Add(Write(call));
            }
            else if (!IsText(block))
            {
                HasThought |= block.TextOf("type") is "thinking" or "redacted_thinking";
                Blocks.Add(new ContentBlockParam(block));
            }
            else if (isOwn && !string.IsNullOrWhiteSpace(block.TextOf("text")))
            {
                Blocks.Add(new ContentBlockParam(block));
            }
            else if (!isOwn)
            {
                WriteText(ref text);
            }
        }

        if (!isOwn)
            WriteText(ref text);
        while (calls.TryDequeue(out var call))
            Blocks.Add(Write(call));
    }

    /// <summary>The blocks; none where there is nothing to be said.</summary>
    public List<ContentBlockParam> Blocks { get; } = [];

    /// <summary>Whether it calls tools.</summary>
    public bool HasCalls { get; }

    /// <summary>Whether its thinking is there.</summary>
    public bool HasThought { get; }

    /// <summary>A call's id in characters that Anthropic takes: that of another provider may have others.</summary>
    public static string IdOf(string id) => string.Concat(id.Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' ? $"{c}" : $"_{(int)c:x}"));

    private static bool IsText(JsonElement block) => block.TextOf("type") == "text";

    private static bool IsCall(JsonElement block) => block.TextOf("type") == "tool_use";

    private void WriteText(ref string text)
    {
        if (text.Length > 0)
            Blocks.Add(new TextBlockParam { Text = text });
        text = "";
    }

    private static ContentBlockParam Write(FunctionCallContent call) => new ToolUseBlockParam
    {
        ID = IdOf(call.CallId),
        Name = call.Name,
        Input = InputOf(FunctionCalls.ObjectOf(call)),
    };

    private static Dictionary<string, JsonElement> InputOf(string arguments)
    {
        try
        {
            return JsonElement.Parse(arguments.Length == 0 ? "{}" : arguments, Shallow).EnumerateObject().ToDictionary(property => property.Name, property => property.Value);
        }
        catch (JsonException)
        {
            // Deeper than can be sent: what was asked of the tool is told by its result.
            return [];
        }
    }
}
