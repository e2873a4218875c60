using System.Text.Json;
using Holdfast.AI.Prompts;
using Microsoft.Extensions.AI;

namespace Holdfast.AI.Chat;

/// <summary>
/// Function calls that keep what the model wrote: <see cref="FunctionCallContent.Arguments"/> is a dictionary, which loses text
/// that is not JSON. The text travels beside it.
/// </summary>
internal static class FunctionCalls
{
    /// <summary>Stands for arguments that a provider's client could not read and did not keep; not JSON, so that nothing is run.</summary>
    private const string Unreadable = "(unreadable)";

    /// <summary>A name twice in one object means one thing to one reader and another to the next: it is not taken.</summary>
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>A call.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="name">The function's name.</param>
    /// <param name="arguments">The arguments, as the model wrote them.</param>
    /// <param name="fields">What the provider hung on it, as a JSON object.</param>
    public static FunctionCallContent Create(string id, string name, string arguments, string? fields = null) =>
        new(id, name, Parse(arguments) is { ValueKind: JsonValueKind.Object } parsed
            ? parsed.EnumerateObject().ToDictionary(property => property.Name, property => (object?)property.Value)
            : null)
        {
            RawRepresentation = arguments,
            AdditionalProperties = fields is null ? null : new AdditionalPropertiesDictionary { [ProviderFields.OfCall] = fields },
        };

    /// <summary>The arguments as the model wrote them; those of other providers' clients as JSON.</summary>
    public static string ArgumentsOf(FunctionCallContent call) => call switch
    {
        { RawRepresentation: string text } => text,
        { Exception: not null } => Unreadable,
        { Arguments: { } arguments } => JsonSerializer.Serialize(arguments, AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(IDictionary<string, object?>))),
        _ => "{}",
    };

    /// <summary>The arguments for a provider: its own words, or an empty object where they are none. Some read their words back, and refuse others.</summary>
    public static string ObjectOf(FunctionCallContent call)
    {
        var arguments = ArgumentsOf(call);
        return !IsNone(arguments) && Parse(arguments) is { ValueKind: JsonValueKind.Object } ? arguments : "{}";
    }

    /// <summary>A result as text.</summary>
    public static string ResultOf(FunctionResultContent result) => result.Result switch
    {
        null => "",
        string text => text,
        JsonElement json => json.GetRawText(),
        var other => JsonSerializer.Serialize(other, AIJsonUtilities.DefaultOptions.GetTypeInfo(other.GetType())),
    };

    /// <summary>The arguments as JSON; null when they are not. Nothing at all, as some models write for none, is an empty object.</summary>
    public static JsonElement? Parse(string arguments)
    {
        try
        {
            using var document = JsonDocument.Parse(IsNone(arguments) ? "{}" : arguments, Strict);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            // The caller tells the model.
            return null;
        }
    }

    private static bool IsNone(string arguments) => arguments.AsSpan().Trim() is "" or "null";
}
