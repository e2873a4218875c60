using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.AI.Prompts;
using Holdfast.Text;
using Microsoft.Extensions.AI;

namespace Holdfast.AI.Chat;

/// <summary>What the model said in one call: kept with the step, so that a resumed run need not ask again.</summary>
/// <param name="Text">What it wrote.</param>
/// <param name="Calls">The tool calls that it wants made, in its order; none when this is the end.</param>
/// <param name="Fields">What the provider hung on it (<see cref="ProviderFields"/>); null when there is nothing, or nothing to come back to.</param>
internal sealed record ModelAnswer(
    string Text, IReadOnlyList<ModelCall> Calls, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Fields = null)
{
    /// <summary>The protocol that <see cref="Fields"/> are written in; null for Chat Completions.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Protocol { get; init; }

    /// <summary>Arguments are full of quotation marks, and this is never read as HTML.</summary>
    private static readonly ModelAnswerJson Compact = new(new JsonSerializerOptions(ModelAnswerJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>What was kept; null when it cannot be read.</summary>
    public static ModelAnswer? Read(string? resume)
    {
        if (resume is null)
            return null;
        try
        {
            return JsonSerializer.Deserialize(resume, ModelAnswerJson.Default.ModelAnswer) is { } answer && answer.Calls.All(call => call is not null) ? answer : null;
        }
        catch (JsonException)
        {
            // Written by another version, or damaged: the model is asked again.
            return null;
        }
    }

    /// <summary>For the step.</summary>
    public string ToResume() => JsonSerializer.Serialize(this, Compact.ModelAnswer);

    /// <summary>For people.</summary>
    /// <param name="thinking">What the model thought on the way, which is only looked at.</param>
    /// <param name="thinkingTokens">How many tokens of thinking it wrote, where the provider says.</param>
    public string ToOutput(string thinking = "", long thinkingTokens = 0)
    {
        var lines = (Text.Length == 0 ? [] : (string[])[Text]).Concat(Calls.Select(call => $"calls {call.Name}"));
        var title = thinkingTokens > 0 ? $"(thinking, {Quantities.Count(thinkingTokens, "token")})" : "(thinking)";
        return string.Join('\n', (thinking, thinkingTokens) switch
        {
            ("", <= 0) => lines,
            ("", _) => [.. lines, "", title],
            _ => [.. lines, "", title, thinking],
        });
    }

    /// <summary>For the model, as its own words.</summary>
    /// <param name="model">Which model it was.</param>
    public ChatMessage ToMessage(string model)
    {
        var message = new ChatMessage(ChatRole.Assistant, Text.Length == 0 ? [] : [new TextContent(Text)]) { AuthorName = model };
        foreach (var call in Calls)
            message.Contents.Add(FunctionCalls.Create(call.Id, call.Name, call.Arguments, call.Fields));
        if (Fields is not null)
            message.Contents.Add(new ProviderFields(Fields, Protocol));
        return message;
    }

    /// <summary>Gathers one answer.</summary>
    internal sealed class Builder
    {
        private const int MaxName = 64;
        private readonly StringBuilder _text = new();
        private readonly List<ModelCall> _calls = [];
        private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
        private int _arguments;
        private ProviderFields? _fields;

        /// <summary>Characters so far.</summary>
        public int Length => _text.Length + _arguments;

        /// <summary>Characters of text so far.</summary>
        public int TextLength => _text.Length;

        public void Add(string text) => _text.Append(text);

        /// <summary>The end of the text was no answer after all.</summary>
        public void TakeBack(int characters) => _text.Length -= characters;

        public void Add(ProviderFields fields) => _fields = fields;

        public void Add(FunctionCallContent call)
        {
            // The provider's own id goes back to it, since some want their own shape. One that is missing or there twice would
            // give a call another one's result.
            var id = call.CallId is { Length: > 0 } own && _ids.Add(own) ? own : NewId();
            var arguments = FunctionCalls.ArgumentsOf(call);
            _arguments += arguments.Length;
            _calls.Add(new ModelCall(id, NameOf(call.Name), arguments) { Fields = call.AdditionalProperties?[ProviderFields.OfCall] as string });
        }

        /// <summary>The answer.</summary>
        /// <param name="isCut">Whether it ended at the limit of its length: then the last call may be incomplete.</param>
        public ModelAnswer Build(bool isCut)
        {
            var text = _text.ToString().Trim();
            if (_calls.Count == 0)
                return new ModelAnswer(isCut ? AnswerWording.Cut(text) : text, []);
            if (isCut)
                _calls[^1] = _calls[^1] with { IsCut = true };

            // Only an answer with calls goes back to the provider.
            return new ModelAnswer(text, [.. _calls], _fields?.Json) { Protocol = _fields?.Protocol };
        }

        private string NewId()
        {
            var number = _calls.Count + 1;
            while (!_ids.Add($"call{number}"))
                number++;
            return $"call{number}";
        }

        /// <summary>A model may invent a name of any shape; it is shown to people and goes back to the provider, which checks it.</summary>
        private static string NameOf(string? name) => string.IsNullOrEmpty(name)
            ? "unnamed"
            : string.Concat(name.Take(MaxName).Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' ? c : '_'));
    }
}

/// <summary>A tool call that the model wants made.</summary>
/// <param name="Id">The provider's id, unique within the answer only.</param>
/// <param name="Name">The tool.</param>
/// <param name="Arguments">The arguments, as the model wrote them.</param>
/// <param name="IsCut">Whether the answer ended in the midst of it.</param>
internal sealed record ModelCall(string Id, string Name, string Arguments, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool IsCut = false)
{
    /// <summary>What the provider hung on it, as a JSON object; null when there is nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Fields { get; init; }

    /// <summary>The id within the run: some providers count from the beginning in each answer.</summary>
    /// <param name="answer">The number of the answer within the run.</param>
    public string IdInRun(int answer) => $"{answer}.{Id}";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ModelAnswer))]
internal sealed partial class ModelAnswerJson : JsonSerializerContext;
