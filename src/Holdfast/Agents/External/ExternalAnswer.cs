using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace Holdfast.Agents.External;

/// <summary>Reads what the operator's agent answers: a stream of pieces, one piece, or bare text.</summary>
internal static class ExternalAnswer
{
    /// <summary>The most bytes of an answer: it goes into a conversation.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    private const string Done = "[DONE]";

    /// <summary>The pieces in their order. The last is a <see cref="ExternalPiece.Text"/>, with the whole answer, or an <see cref="ExternalPiece.Error"/>.</summary>
    /// <exception cref="AgentException">It broke off, or is none.</exception>
    public static async IAsyncEnumerable<ExternalPiece> ReadAsync(HttpResponseMessage response, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var body = new BoundedStream(await response.Content.ReadAsStreamAsync(cancellationToken), MaxBytes);
        if (!IsType(response, "text/event-stream"))
        {
            yield return await ReadWholeAsync(response, body, cancellationToken);
            yield break;
        }

        var said = new StringBuilder();
        await foreach (var item in SseParser.Create(body, static (_, data) => Encoding.UTF8.GetString(data)).EnumerateAsync(cancellationToken))
        {
            if (item.Data.Length == 0)
                continue;
            var piece = item.Data == Done ? new ExternalPiece { Text = said.ToString() } : Parse(item.Data);
            said.Append(piece.Delta);
            yield return piece;
            if (piece is { Error: not null } or { Text: not null })
                yield break;
        }

        throw new AgentException("The answer was cut off.", isTransient: true);
    }

    private static async Task<ExternalPiece> ReadWholeAsync(HttpResponseMessage response, Stream body, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(body, EncodingOf(response));
        var text = await reader.ReadToEndAsync(cancellationToken);
        if (IsType(response, "text/plain"))
            return new ExternalPiece { Text = text };
        return IsType(response, "application/json") && Parse(text) is { } piece and ({ Error: not null } or { Text: not null }) ? piece : throw Unreadable(null);
    }

    private static bool IsType(HttpResponseMessage response, string type) =>
        string.Equals(response.Content.Headers.ContentType?.MediaType, type, StringComparison.OrdinalIgnoreCase);

    private static Encoding EncodingOf(HttpResponseMessage response)
    {
        try
        {
            return response.Content.Headers.ContentType?.CharSet is { Length: > 0 } name ? Encoding.GetEncoding(name.Trim('"')) : Encoding.UTF8;
        }
        catch (ArgumentException)
        {
            // One that nobody knows; what is not UTF-8 shows as such.
            return Encoding.UTF8;
        }
    }

    private static ExternalPiece Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, ExternalJson.Default.ExternalPiece) ?? throw Unreadable(null);
        }
        catch (JsonException e)
        {
            throw Unreadable(e);
        }
    }

    private static AgentException Unreadable(Exception? error) => new(
        "I couldn't read the agent's answer. If this keeps happening, please tell an operator.", isTransient: true, error);
}
