using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Holdfast.AI.Chat;
using Holdfast.AI.Json;
using Microsoft.Extensions.AI;

namespace Holdfast.AI.Anthropic;

/// <summary>One block of an answer, put together of its pieces, so that it can go back as Anthropic would have sent it whole.</summary>
/// <param name="start">How it began.</param>
internal sealed class AnswerBlock(JsonElement start)
{
    private readonly StringBuilder _written = new(start.TextOf("text") ?? start.TextOf("thinking") ?? "");
    private string? _signature;
    private bool _isPartlyUnknown;

    /// <summary>What kind it is, in Anthropic's words.</summary>
    public string Type { get; } = start.TextOf("type") ?? "";

    /// <summary>Whether it is part of what people read.</summary>
    public bool IsText => Type == "text";

    /// <summary>Whether the model wrote it for itself.</summary>
    public bool IsThinking => Type == "thinking";

    /// <summary>Whether it asks for a tool to be called.</summary>
    public bool IsCall => Type == "tool_use";

    /// <summary>Whether all of it is known, so that it may go back.</summary>
    public bool IsWhole => !_isPartlyUnknown;

    /// <summary>What was written so far: text, thinking, or the beginning of arguments.</summary>
    public string Written => _written.ToString();

    /// <summary>Takes a piece.</summary>
    /// <param name="delta">The piece.</param>
    /// <returns>The text or thinking in it.</returns>
    public string Add(JsonElement delta)
    {
        switch (delta.TextOf("type"))
        {
            case "text_delta" when IsText:
                return Append(delta.TextOf("text"));
            case "thinking_delta" when IsThinking:
                return Append(delta.TextOf("thinking"));
            case "signature_delta" when IsThinking:
                _signature = delta.TextOf("signature");
                break;
            case "input_json_delta":
                Append(delta.TextOf("partial_json"));
                break;
            case var _ when !IsText:
                _isPartlyUnknown = true;
                break;
            default:
                break;
        }

        return "";
    }

    /// <summary>It, as a call.</summary>
    public FunctionCallContent ToCall() =>
        FunctionCalls.Create(start.TextOf("id") ?? "", start.TextOf("name") ?? "", WellFormed.Of(_written.Length > 0 ? Written : start.Find("input")?.GetRawText() ?? ""));

    /// <summary>It, as Anthropic has it.</summary>
    public JsonObject ToJson()
    {
        var block = (JsonObject)start.ToNode()!;
        if (IsText || IsThinking)
            block[Type] = Written;
        else if (_written.Length > 0)
            block["input"] = FunctionCalls.Parse(Written) is { } input ? input.ToNode() : new JsonObject();
        if (_signature is not null)
            block["signature"] = _signature;
        return block;
    }

    private string Append(string? more)
    {
        _written.Append(more);
        return more ?? "";
    }
}
