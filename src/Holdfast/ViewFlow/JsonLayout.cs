using System.Text;
using System.Text.Json;

namespace Holdfast.ViewFlow;

/// <summary>
/// Lays JSON out over lines. Only blanks between its tokens change: numbers, escapes and repeated names stay as the model or
/// the tool wrote them, which a serializer would not promise.
/// </summary>
internal static class JsonLayout
{
    private const int MaxInput = 1_100_000;
    private const int MaxDepth = 32;

    /// <summary>The text laid out, or as it is when it is no JSON object or array, or would grow out of proportion.</summary>
    public static string Of(string text)
    {
        if (text.Length > MaxInput || text.AsSpan().TrimStart() is not ['{' or '[', ..] || !IsJson(text))
            return text;

        var limit = 4_096 + (text.Length * 4L);
        var laid = new StringBuilder(text.Length * 2);
        var depth = 0;
        for (var at = 0; at < text.Length && laid.Length <= limit; at++)
        {
            switch (text[at])
            {
                case '"':
                    var end = EndOfString(text, at);
                    laid.Append(text, at, end - at);
                    at = end - 1;
                    break;
                case '{' or '[':
                    laid.Append(text[at]);
                    var next = NextToken(text, at + 1);
                    if (text[next] is '}' or ']')
                    {
                        laid.Append(text[next]);
                        at = next;
                        break;
                    }

                    NewLine(laid, ++depth);
                    break;
                case '}' or ']':
                    NewLine(laid, --depth);
                    laid.Append(text[at]);
                    break;
                case ',':
                    laid.Append(',');
                    NewLine(laid, depth);
                    break;
                case ':':
                    laid.Append(": ");
                    break;
                case ' ' or '\t' or '\r' or '\n':
                    break;
                default:
                    laid.Append(text[at]);
                    break;
            }
        }

        return laid.Length <= limit ? laid.ToString() : text;
    }

    private static bool IsJson(string text)
    {
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text), new JsonReaderOptions { MaxDepth = MaxDepth });
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static int EndOfString(string text, int start)
    {
        var at = start + 1;
        while (text[at] != '"')
            at += text[at] == '\\' ? 2 : 1;
        return at + 1;
    }

    private static int NextToken(string text, int at)
    {
        while (text[at] is ' ' or '\t' or '\r' or '\n')
            at++;
        return at;
    }

    private static void NewLine(StringBuilder laid, int depth) => laid.Append('\n').Append(' ', depth * 2);
}
