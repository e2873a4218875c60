using System.Text.Json;
using Holdfast.AI.Chat;
using Holdfast.AI.Json;
using Holdfast.AI.Wire;
using Microsoft.Extensions.AI;

namespace Holdfast.AI.Responses;

/// <summary>Writes a conversation as instructions and items.</summary>
internal sealed class InputWriter(Utf8JsonWriter json, Features without) : ConversationWriter(without)
{
    /// <summary>Whether items went back that the provider had handed out.</summary>
    public bool HasKeptItems { get; private set; }

    /// <summary>Writes all messages.</summary>
    public void Write(IEnumerable<ChatMessage> messages)
    {
        var rest = messages.ToList();
        var told = rest.TakeWhile(message => message.Role == ChatRole.System).ToList();
        if (told.Count > 0)
            json.WriteString("instructions", string.Join("\n\n", told.Select(message => message.Text)));
        json.WriteStartArray("input");
        foreach (var message in rest.Skip(told.Count))
            Write(message);
        json.WriteEndArray();
    }

    /// <inheritdoc/>
    protected override void WriteText(string role, string text)
    {
        json.WriteStartObject();
        json.WriteString("type", "message");
        json.WriteString("role", role);
        json.WriteString("content", text);
        json.WriteEndObject();
    }

    /// <inheritdoc/>
    protected override void WriteParts(IReadOnlyList<AIContent> parts)
    {
        json.WriteStartObject();
        json.WriteString("type", "message");
        json.WriteString("role", "user");
        json.WriteStartArray("content");
        foreach (var part in parts)
        {
            json.WriteStartObject();
            if (part is DataContent picture)
            {
                json.WriteString("type", "input_image");
                json.WriteString("image_url", picture.Uri);
            }
            else
            {
                json.WriteString("type", "input_text");
                json.WriteString("text", ((TextContent)part).Text);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
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

        var calls = new Queue<FunctionCallContent>(message.Contents.OfType<FunctionCallContent>());
        var kept = Without.HasFlag(Features.EarlierItems) ? [] : KeptItems.Read(message);
        HasKeptItems |= kept.Count > 0;

        // What was said is cut where it does not fit, and cleaned of what is not for people: then it is no more what the provider wrote.
        var isChanged = KeptItems.Said(kept) != message.Text;
        var text = isChanged ? message.Text : "";
        if (text.Length > 0 && !kept.Exists(KeptItems.IsMessage))
            WriteText("assistant", text);
        foreach (var item in kept)
        {
            if (item.TextOf("type") == KeptItems.Call)
            {
                if (calls.TryDequeue(out var call))
                    WriteCall(call, item);
            }
            else if (!isChanged || !KeptItems.IsMessage(item))
            {
                json.WriteRawValue(item.GetRawText(), skipInputValidation: true);
            }
            else if (text.Length > 0)
            {
                WriteChanged(item, text);
                text = "";
            }
        }

        foreach (var call in calls)
            WriteCall(call, kept: null);
    }

    /// <summary>A message of the provider's with other words in it.</summary>
    private void WriteChanged(JsonElement item, string text)
    {
        json.WriteStartObject();
        foreach (var field in item.EnumerateObject().Where(field => field.Name != "content"))
            KeptItems.WriteField(json, field);
        json.WriteStartArray("content");
        json.WriteStartObject();
        json.WriteString("type", "output_text");
        json.WriteString("text", text);
        json.WriteStartArray("annotations");
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteCall(FunctionCallContent call, JsonElement? kept)
    {
        json.WriteStartObject();
        json.WriteString("type", KeptItems.Call);
        json.WriteString("call_id", call.CallId);
        json.WriteString("name", call.Name);
        json.WriteString("arguments", FunctionCalls.ObjectOf(call));
        if (kept is { } fields)
        {
            foreach (var field in fields.EnumerateObject().Where(field => field.Name is not "type"))
                KeptItems.WriteField(json, field);
        }

        json.WriteEndObject();
    }

    /// <inheritdoc/>
    protected override void WriteResult(FunctionResultContent result)
    {
        if (Without.HasFlag(Features.Tools))
        {
            WriteText("user", WithoutTools.Result(result));
            return;
        }

        json.WriteStartObject();
        json.WriteString("type", "function_call_output");
        json.WriteString("call_id", result.CallId);
        json.WriteString("output", FunctionCalls.ResultOf(result));
        json.WriteEndObject();
    }
}
