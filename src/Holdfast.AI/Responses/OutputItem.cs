using System.Text;
using System.Text.Json;
using Holdfast.AI.Chat;
using Holdfast.AI.Json;
using Microsoft.Extensions.AI;

namespace Holdfast.AI.Responses;

/// <summary>One item of an answer: thinking, a message, a call. It is begun, comes in pieces, and comes once more as a whole.</summary>
/// <param name="type">Its type.</param>
/// <param name="index">Its place in the answer, as the provider counts.</param>
internal sealed class OutputItem(string type, long? index)
{
    private readonly StringBuilder _arguments = new();
    private JsonElement? _begun;
    private Grain? _said;

    /// <summary>In what its words come: the same words come in pieces, then as a part, then with the item, and once more with the answer.</summary>
    internal enum Grain
    {
        Piece = 1,
        Part,
        Item,
    }

    /// <summary>Its type.</summary>
    public string Type => type;

    /// <summary>Its place in the answer, as the provider counts.</summary>
    public long? Index => index;

    /// <summary>The item as the provider wrote it at its end; null before that.</summary>
    public JsonElement? Whole { get; private set; }

    /// <summary>Whether it is a call.</summary>
    public bool IsCall => type == KeptItems.Call;

    /// <summary>Whether it is thinking.</summary>
    public bool IsThinking => type == "reasoning";

    /// <summary>Whether thinking can go back: sealed, or in words. Its summary alone is none of the two.</summary>
    public bool CanComeBack => Whole is { } whole
        && (whole.TextOf("encrypted_content") is { Length: > 0 } || (whole.Find("content") is { ValueKind: JsonValueKind.Array } words && words.GetArrayLength() > 0));

    /// <summary>How many characters it has.</summary>
    public int Length => (Whole?.GetRawText().Length ?? 0) + _arguments.Length;

    /// <summary>The texts of its parts.</summary>
    public static IEnumerable<string> PartsOf(JsonElement item, string name) => item.Find(name) switch
    {
        { ValueKind: JsonValueKind.Array } parts => parts.EnumerateArray().Select(part => part.TextOf("text") ?? part.TextOf("refusal") ?? part.Text() ?? ""),
        { } text => [text.Text() ?? ""],
        null => [],
    };

    /// <summary>Whether words are new that come in this grain.</summary>
    public bool IsNew(Grain grain)
    {
        _said ??= grain;
        return _said == grain;
    }

    /// <summary>It begins, with what is known of it.</summary>
    public void Begin(JsonElement item) => _begun = item;

    /// <summary>A piece of a call's arguments.</summary>
    public void AddArguments(string piece) => _arguments.Append(piece);

    /// <summary>All arguments of a call.</summary>
    public void SetArguments(string arguments) => _arguments.Clear().Append(arguments);

    /// <summary>It is whole.</summary>
    public void End(JsonElement item)
    {
        Whole = item;
        if (!IsCall)
            return;
        if (item.Find("arguments") is { ValueKind: JsonValueKind.Object or JsonValueKind.Array } json)
            SetArguments(json.GetRawText());
        else if (item.TextOf("arguments") is { Length: > 0 } text)
            SetArguments(text);
    }

    /// <summary>The call that it is.</summary>
    public FunctionCallContent ToCall() => FunctionCalls.Create(
        TextOf("call_id") ?? TextOf("id") ?? "", TextOf("name") ?? "", WellFormed.Of(_arguments.ToString()));

    private string? TextOf(string name) => Whole?.TextOf(name) ?? _begun?.TextOf(name);
}
