using System.Text.Json;

namespace Holdfast.Slack.Json;

/// <summary>Reads the value of the property whose name was just read, for the readers that build no document.</summary>
internal static class PropertyReading
{
    /// <summary>The text; null for a value of another kind, which is passed over.</summary>
    internal static string? ReadString(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
            return reader.GetString();
        reader.Skip();
        return null;
    }

    /// <summary>Whether it is <c>true</c>; anything else is passed over.</summary>
    internal static bool ReadBool(ref Utf8JsonReader reader)
    {
        reader.Read();
        var value = reader.TokenType == JsonTokenType.True;
        reader.Skip();
        return value;
    }
}
