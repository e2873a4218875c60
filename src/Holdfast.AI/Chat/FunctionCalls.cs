using System.Text.Json;
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
    public static FunctionCallContent Create(string id, string name, string arguments) =>
        new(id, name, Parse(arguments) is { ValueKind: JsonValueKind.Object } parsed
            ? parsed.EnumerateObject().ToDictionary(property => property.Name, property => (object?)property.Value)
            : null)
        {
            RawRepresentation = arguments,
        };

    /// <summary>The arguments as the model wrote them; those of other providers' clients as JSON.</summary>
    public static string ArgumentsOf(FunctionCallContent call) => call switch
    {
        { RawRepresentation: string text } => text,
        { Exception: not null } => Unreadable,
        { Arguments: { } arguments } => JsonSerializer.Serialize(arguments, AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(IDictionary<string, object?>))),
        _ => "{}",
    };

    /// <summary>The arguments as JSON; null when they are not. Nothing at all, as some models write for none, is an empty object.</summary>
    public static JsonElement? Parse(string arguments)
    {
        try
        {
            using var document = JsonDocument.Parse(string.IsNullOrWhiteSpace(arguments) ? "{}" : arguments, Strict);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            // The caller tells the model.
            return null;
        }
    }
}
