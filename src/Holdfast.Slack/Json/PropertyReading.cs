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

    /// <summary>The text of the string or name the reader stands on; null for one that is not Unicode, such as half a surrogate pair.</summary>
    internal static string? StringOrNull(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Whether the property just read has this name; false for a name that is not Unicode.</summary>
    internal static bool IsNamed(ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        try
        {
            return reader.ValueTextEquals(name);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
