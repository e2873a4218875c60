using System.Buffers;
using System.Text.Json;
using Holdfast.Slack.Json;
using static Holdfast.Slack.Json.PropertyReading;

namespace Holdfast.Slack.WebApi;

/// <summary>
/// What every answer has in common, read in one pass that also proves that the JSON is complete: a body cut off by a
/// broken proxy must not count as success.
/// </summary>
internal sealed class ResponseHead
{
    private const int MaxDetails = 10;
    private const int MaxDetailLength = 300;
    internal const int MaxCodeLength = 100;

    private static readonly SearchValues<char> CodeChars =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.");

    internal bool Ok { get; private set; }

    internal string? Error { get; private set; }

    internal string? Warning { get; private set; }

    internal string? Needed { get; private set; }

    internal string? Provided { get; private set; }

    internal string? NextCursor { get; private set; }

    internal List<string>? Details { get; private set; }

    /// <summary>Returns null when the body is not one complete JSON object with a boolean <c>ok</c>.</summary>
    internal static ResponseHead? TryRead(ReadOnlySpan<byte> body)
    {
        var head = new ResponseHead();
        try
        {
            return head.Read(new Utf8JsonReader(body)) ? head : null;
        }
        catch (Exception exception) when (TolerantJson.IsWrong(exception))
        {
            return null;
        }
    }

    private bool Read(Utf8JsonReader reader)
    {
        var hasOk = false;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("ok"u8))
            {
                reader.Read();
                hasOk = reader.TokenType is JsonTokenType.True or JsonTokenType.False;
                Ok = reader.TokenType == JsonTokenType.True;
            }
            else if (reader.ValueTextEquals("error"u8))
                Error = Code(ReadString(ref reader));
            else if (reader.ValueTextEquals("warning"u8))
                Warning = ReadString(ref reader);
            else if (reader.ValueTextEquals("needed"u8))
                Needed = Cut(ReadString(ref reader));
            else if (reader.ValueTextEquals("provided"u8))
                Provided = Cut(ReadString(ref reader));
            else if (reader.ValueTextEquals("next_cursor"u8))
                NextCursor ??= NullIfEmpty(ReadString(ref reader));
            else if (reader.ValueTextEquals("response_metadata"u8))
                ReadMetadata(ref reader);
            else
                reader.Skip();
        }

        return reader.TokenType == JsonTokenType.EndObject && !reader.Read() && hasOk;
    }

    private void ReadMetadata(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("next_cursor"u8))
                NextCursor = NullIfEmpty(ReadString(ref reader));
            else if (reader.ValueTextEquals("messages"u8))
                ReadDetails(ref reader);
            else
                reader.Skip();
        }
    }

    private void ReadDetails(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.String && (Details ??= []).Count < MaxDetails)
                Details.Add(Cut(reader.GetString())!);
            else
                reader.Skip();
        }
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static string? Cut(string? text) => text is { Length: > MaxDetailLength } ? text[..MaxDetailLength] : text;

    // Free text is no code of Slack's but somebody else's word, such as a proxy's; and a code ends up in messages, logs and metric tags.
    private static string? Code(string? text) =>
        text?.Length is > 0 and <= MaxCodeLength && !text.AsSpan().ContainsAnyExcept(CodeChars) ? text : null;
}
