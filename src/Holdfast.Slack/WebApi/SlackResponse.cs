using System.Text.Json;
using System.Text.Json.Serialization;

namespace Holdfast.Slack.WebApi;

/// <summary>Slack's answer to a call that succeeded. What this version does not know is in <see cref="Raw"/>.</summary>
public record SlackResponse
{
    /// <summary>The answer as it came, in UTF-8; an own copy that may be kept.</summary>
    [JsonIgnore]
    public ReadOnlyMemory<byte> Body { get; internal set; }

    /// <summary>The answer as a JSON element; parsed at each use, since most callers never look.</summary>
    [JsonIgnore]
    public JsonElement Raw => Body.IsEmpty ? default : JsonElement.Parse(Body.Span);

    /// <summary>Slack's warnings, separated by commas, such as <c>message_truncated</c>.</summary>
    public string? Warning { get; init; }

    /// <summary>Where the next page begins; null on the last one.</summary>
    [JsonIgnore]
    public string? NextCursor { get; internal set; }

    /// <summary>
    /// The scopes of the token that the call was made with (<c>x-oauth-scopes</c>); null where Slack does not list them. Taken apart at
    /// each use, since most callers never look.
    /// </summary>
    [JsonIgnore]
    public IReadOnlyList<string>? GrantedScopes => ScopesHeader?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The header as it came.</summary>
    [JsonIgnore]
    internal string? ScopesHeader { get; set; }

    /// <summary>Reads one string of the outermost object without building a document, such as <c>ts</c> of a posted message.</summary>
    /// <param name="property">The property's name.</param>
    /// <returns>The text; null if it is absent or not a string.</returns>
    public string? GetString(string property)
    {
        var reader = new Utf8JsonReader(Body.Span);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var found = reader.ValueTextEquals(property);
            reader.Read();
            if (found)
                return reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            reader.Skip();
        }

        return null;
    }

    /// <summary>The type's name alone: answers hold messages and ticket addresses, which do not belong in a log.</summary>
    /// <returns>The type's name.</returns>
    public sealed override string ToString() => GetType().Name;
}
