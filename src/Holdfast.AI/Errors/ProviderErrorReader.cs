using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Holdfast.AI.Json;
using Holdfast.Text;

namespace Holdfast.AI.Errors;

/// <summary>Finds out what a provider said: as an object, a list, a text, a web page, with its words wherever they stand.</summary>
internal static partial class ProviderErrorReader
{
    /// <summary>The most of a body that is worth reading.</summary>
    private const int MaxBytes = 64 * 1024;

    private const int MaxWords = 4_000;
    private const int MaxDepth = 8;

    /// <summary>What words stand under. What people wrote stands under other names ("input", "failed_generation"), and is not taken.</summary>
    private static readonly HashSet<string> Worded = new(StringComparer.OrdinalIgnoreCase)
    {
        "error", "errors", "message", "msg", "detail", "details", "title", "description", "error_description", "reason", "type", "status", "param", "loc", "code",
        "error_code", "error_msg", "errorMessage", "metadata", "raw", "cause", "innererror", "inner_error", "retryDelay", "retry_after", "object",
    };

    /// <summary>Reads an answer that is a refusal.</summary>
    /// <param name="response">The answer, of which the head has come.</param>
    /// <param name="cancellationToken">Ends the wait for its body.</param>
    public static async Task<ProviderError> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        if (response.Headers.Location is { } location)
            return new ProviderError(status, Code: null, $"moved to {(location.IsAbsoluteUri ? location.GetLeftPart(UriPartial.Path) : "another path")}");
        var body = new byte[MaxBytes];
        var read = 0;
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            while (read < body.Length && await stream.ReadAsync(body.AsMemory(read), cancellationToken) is > 0 and var more)
                read += more;
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            // The status has come, and some of the words: that the rest was cut off makes it no other error.
        }

        var error = Read(status, body.AsSpan(0, read));
        return RetryWaits.Of(response.Headers) is { } wait ? error with { RetryAfter = wait } : error;
    }

    /// <summary>Reads a body.</summary>
    /// <param name="status">The status it came with.</param>
    /// <param name="body">The body, or its beginning.</param>
    public static ProviderError Read(int status, ReadOnlySpan<byte> body)
    {
        var text = Encoding.UTF8.GetString(body[..Math.Min(body.Length, MaxBytes)]).Trim('\uFEFF', ' ', '\r', '\n', '\t');
        if (text.StartsWith('<'))
            return new ProviderError(status, Code: null, Title().Match(text).Groups["title"].Value.Trim()) { IsPage = true };
        return TryParse(text) is { } json ? Read(status, json) : new ProviderError(status, Code: null, Cut(text)) { RetryAfter = RetryWaits.OfWords(Cut(text)) };
    }

    /// <summary>Reads what came as JSON.</summary>
    /// <param name="status">The status it came with.</param>
    /// <param name="json">The body, or the part of a stream.</param>
    public static ProviderError Read(int status, JsonElement json)
    {
        var found = new Findings();
        found.Walk(json, depth: 0, isWorded: true);
        var said = Cut(found.Said.ToString());
        return new ProviderError(status == 200 ? found.Status ?? status : status, found.Code, said) { RetryAfter = found.Wait ?? RetryWaits.OfWords(said) };
    }

    private static string Cut(string text) => text[..TextCut.End(text, MaxWords)];

    private static JsonElement? TryParse(string text)
    {
        try
        {
            return LooseJson.Values(Encoding.UTF8.GetBytes(text)) is [var first, ..] ? first : null;
        }
        catch (JsonException)
        {
            // Words without JSON around them, or JSON that was cut: they are looked at as they are.
            return null;
        }
    }

    [GeneratedRegex(@"<title[^>]{0,200}>(?<title>[^<]{0,300})", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Title();

    /// <summary>What is gathered on the way through the JSON.</summary>
    private sealed class Findings
    {
        public StringBuilder Said { get; } = new();

        public string? Code { get; private set; }

        public int? Status { get; private set; }

        public TimeSpan? Wait { get; private set; }

        public void Walk(JsonElement json, int depth, bool isWorded, string name = "")
        {
            if (depth > MaxDepth || Said.Length > MaxWords)
                return;
            switch (json.ValueKind)
            {
                case JsonValueKind.Object:
                    foreach (var property in json.EnumerateObject())
                        Walk(property.Value, depth + 1, Worded.Contains(property.Name), property.Name);
                    break;
                case JsonValueKind.Array:
                    foreach (var item in json.EnumerateArray())
                        Walk(item, depth + 1, isWorded, name);
                    break;
                case JsonValueKind.String or JsonValueKind.Number when isWorded:
                    Take(name, json.Text()!, depth);
                    break;
                default:
                    break;
            }
        }

        private void Take(string name, string value, int depth)
        {
            // An upstream provider's own answer, as a gateway hands it on.
            if (name is "raw" && value.AsSpan().TrimStart().StartsWith("{") && TryParse(value) is { } inner)
            {
                Walk(inner, depth + 1, isWorded: true);
                return;
            }

            if (name is "retryDelay" or "retry_after")
                Wait ??= RetryWaits.OfHeader(value.TrimEnd('s'));
            if (name is "code" or "error_code" or "status" && int.TryParse(value, out var status) && status is >= 400 and <= 599)
                Status ??= status;
            else if (name is "code" or "error_code")
                Code ??= value;
            if (Said.Length > 0)
                Said.Append("; ");
            Said.Append(value);
        }
    }
}
