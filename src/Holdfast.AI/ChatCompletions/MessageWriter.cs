using System.Text.Json;
using Holdfast.AI.Chat;
using Holdfast.AI.Prompts;
using Holdfast.AI.Wire;
using Microsoft.Extensions.AI;

namespace Holdfast.AI.ChatCompletions;

/// <summary>Writes a conversation as the protocol has it, in the strictest form that is known: whoever takes less strict ones takes this too.</summary>
internal sealed class MessageWriter(Utf8JsonWriter json, Features without) : ConversationWriter(without)
{
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 200 };

    private readonly HashSet<string> _fields = new(StringComparer.Ordinal);

    /// <summary>The names of the provider's own fields that were written; one that everybody knows says nothing.</summary>
    public IReadOnlyCollection<string> Fields => _fields;

    /// <summary>Whether there were instructions in a role of their own.</summary>
    public bool HasInstructions { get; private set; }

    /// <summary>Writes them all.</summary>
    public void Write(IEnumerable<ChatMessage> messages)
    {
        json.WriteStartArray("messages");
        var said = new List<ChatMessage>();
        foreach (var message in messages)
        {
            // Whoever has no role for instructions mostly takes no two messages of the user in a row either, as there are where a question got no answer.
            if (Without.HasFlag(Features.SystemRole) && (message.Role == ChatRole.User || message.Role == ChatRole.System))
            {
                said.Add(message);
                continue;
            }

            if (message.Role == ChatRole.Tool && Without.HasFlag(Features.Tools))
            {
                said.AddRange(message.Contents.OfType<FunctionResultContent>().Select(result => new ChatMessage(ChatRole.User, WithoutTools.Result(result))));
                continue;
            }

            WriteSaid(said);
            Write(message);
        }

        WriteSaid(said);
        json.WriteEndArray();
    }

    /// <inheritdoc/>
    protected override void WriteInstructions(string text)
    {
        HasInstructions = true;
        base.WriteInstructions(text);
    }

    private void WriteSaid(List<ChatMessage> said)
    {
        if (said.Count > 0)
            WriteQuestion(said);
        said.Clear();
    }

    /// <inheritdoc/>
    protected override void WriteParts(IReadOnlyList<AIContent> parts)
    {
        json.WriteStartObject();
        json.WriteString("role", "user");
        json.WriteStartArray("content");
        foreach (var part in parts)
        {
            json.WriteStartObject();
            if (part is DataContent picture)
            {
                json.WriteString("type", "image_url");
                json.WriteStartObject("image_url");
                json.WriteString("url", picture.Uri);
                json.WriteEndObject();
            }
            else
            {
                json.WriteString("type", "text");
                json.WriteString("text", ((TextContent)part).Text);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <inheritdoc/>
    protected override void WriteText(string role, string text)
    {
        json.WriteStartObject();
        json.WriteString("role", role);
        json.WriteString("content", text);
        json.WriteEndObject();
    }

    /// <inheritdoc/>
    protected override void WriteAnswer(ChatMessage message)
    {
        if (Without.HasFlag(Features.Tools))
        {
            WriteText("assistant", WithoutTools.Answer(message));
            return;
        }

        var calls = message.Contents.OfType<FunctionCallContent>().ToList();
        json.WriteStartObject();
        json.WriteString("role", "assistant");
        var fields = FieldsOf(message.Contents.OfType<ProviderFields>().FirstOrDefault(known => known.Protocol is null)?.Json);

        // Without calls or text there is still a content: not all take a message that has none.
        if (!fields.Any(field => field.Name == "content"))
            json.WriteString("content", message.Text);
        if (calls.Count > 0)
        {
            json.WriteStartArray("tool_calls");
            foreach (var call in calls)
                WriteCall(call);
            json.WriteEndArray();
        }

        WriteFields(fields);
        json.WriteEndObject();
    }

    private void WriteCall(FunctionCallContent call)
    {
        json.WriteStartObject();
        json.WriteString("id", call.CallId);
        json.WriteString("type", "function");
        json.WriteStartObject("function");
        json.WriteString("name", call.Name);
        json.WriteString("arguments", FunctionCalls.ObjectOf(call));
        json.WriteEndObject();
        WriteFields(FieldsOf(call.AdditionalProperties?[ProviderFields.OfCall] as string));
        json.WriteEndObject();
    }

    /// <inheritdoc/>
    protected override void WriteResult(FunctionResultContent result)
    {
        json.WriteStartObject();
        json.WriteString("role", "tool");
        json.WriteString("tool_call_id", result.CallId);
        json.WriteString("content", FunctionCalls.ResultOf(result));
        json.WriteEndObject();
    }

    private List<JsonProperty> FieldsOf(string? fields) =>
        fields is null || Without.HasFlag(Features.ProviderFields) ? [] : [.. JsonElement.Parse(fields, Deep).EnumerateObject()];

    private void WriteFields(List<JsonProperty> fields)
    {
        foreach (var field in fields)
        {
            if (field.Name != "content")
                _fields.Add(field.Name);
            field.WriteTo(json);
        }
    }
}
