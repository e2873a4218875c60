using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Holdfast.Agents;
using Microsoft.Extensions.AI;

namespace Holdfast.AI.Wire;

/// <summary>What the requests of all protocols have in common: how they are written, what they make use of, and their tools.</summary>
/// <param name="without">What the endpoint does not have.</param>
/// <param name="namesFunctions">Whether a function stands in an object of its own, <c>{"type":"function","function":{…}}</c>, or beside its type.</param>
internal sealed class RequestJson(Features without, bool namesFunctions) : IDisposable
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 250 };

    private readonly ArrayBufferWriter<byte> _body = new();
    private Utf8JsonWriter? _json;

    /// <summary>Writes it.</summary>
    public Utf8JsonWriter Json => _json ??= new Utf8JsonWriter(_body, Compact);

    /// <summary>What it makes use of.</summary>
    public Features Uses { get; private set; }

    /// <summary>Whether something may be made use of; it is, then.</summary>
    public bool Use(Features feature)
    {
        if (without.HasFlag(feature))
            return false;
        Uses |= feature;
        return true;
    }

    /// <summary>Something was made use of, whether the endpoint has it or not.</summary>
    /// <param name="feature">What.</param>
    /// <param name="isUsed">Whether it was.</param>
    public void Used(Features feature, bool isUsed) => Uses |= isUsed ? feature : Features.None;

    /// <summary>The tools, if there are any, and how they are chosen.</summary>
    public void WriteTools(ChatOptions? options)
    {
        if (options?.Tools is not { Count: > 0 } tools || !Use(Features.Tools))
            return;
        Json.WriteStartArray("tools");
        foreach (var tool in tools)
            WriteFunction(tool is AIFunctionDeclaration function ? function : throw new NotSupportedException($"Tools of the type {tool.GetType().Name} are not sent."));
        Json.WriteEndArray();
        WriteChoice(options.ToolMode);
        if (options.AllowMultipleToolCalls is { } several && Use(Features.ParallelCalls))
            Json.WriteBoolean("parallel_tool_calls", several);
    }

    /// <summary>How much is to be thought, in the words of the protocols; null where nothing is said of it, and where the endpoint does not have it.</summary>
    public string? UseEffort(ChatOptions? options) => options?.Reasoning?.Effort switch
    {
        ReasoningEffort.Low when Use(Features.Effort) => Efforts.Low,
        ReasoningEffort.Medium when Use(Features.Effort) => Efforts.Medium,
        ReasoningEffort.High when Use(Features.Effort) => Efforts.High,
        _ => null,
    };

    /// <summary>The request, once all is written.</summary>
    /// <param name="fields">The names of the provider's own fields in it.</param>
    public ModelRequest End(IReadOnlyCollection<string> fields)
    {
        Json.WriteEndObject();
        Json.Flush();
        return new ModelRequest(_body.WrittenSpan.ToArray(), Uses, fields);
    }

    /// <inheritdoc/>
    public void Dispose() => _json?.Dispose();

    private void WriteFunction(AIFunctionDeclaration function)
    {
        BeginFunction();
        Json.WriteString("name", function.Name);
        Json.WriteString("description", function.Description);
        Json.WritePropertyName("parameters");
        function.JsonSchema.WriteTo(Json);

        // There it is on unless one says otherwise, and refuses schemas in which a parameter may be left out.
        if (!namesFunctions)
            Json.WriteBoolean("strict", false);
        EndFunction();
    }

    private void WriteChoice(ChatToolMode? mode)
    {
        switch (mode)
        {
            case AutoChatToolMode:
                Json.WriteString("tool_choice", "auto");
                break;
            case NoneChatToolMode:
                Json.WriteString("tool_choice", "none");
                break;
            case RequiredChatToolMode { RequiredFunctionName: { } name }:
                Json.WritePropertyName("tool_choice");
                BeginFunction();
                Json.WriteString("name", name);
                EndFunction();
                break;
            case RequiredChatToolMode:
                Json.WriteString("tool_choice", "required");
                break;
            default:
                break;
        }
    }

    private void BeginFunction()
    {
        Json.WriteStartObject();
        Json.WriteString("type", "function");
        if (namesFunctions)
            Json.WriteStartObject("function");
    }

    private void EndFunction()
    {
        if (namesFunctions)
            Json.WriteEndObject();
        Json.WriteEndObject();
    }
}
