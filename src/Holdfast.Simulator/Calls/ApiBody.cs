using System.Buffers;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Holdfast.Simulator.Calls;

/// <summary>
/// Reads arguments from a query, a form, a multipart form or a JSON object. An empty body is fine under any content type: Python's SDK
/// sends one as JSON, Node's as a form.
/// </summary>
internal static class ApiBody
{
    private const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>Null when the arguments were read; else Slack's error code.</summary>
    public static async ValueTask<string?> ReadAsync(HttpRequest request, ApiArguments arguments, bool acceptsJson, CancellationToken stop)
    {
        if (request.QueryString.HasValue)
        {
            foreach (var (name, values) in request.Query)
            {
                // A token in an address ends up in logs; Slack does not read it there.
                if (name != "token") arguments.Add(name, values.ToString());
            }
        }

        var contentType = request.ContentType;
        if (contentType?.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase) == true)
            return await ReadMultipartAsync(request, arguments, stop);

        var (buffer, length) = await ReadAllAsync(request, stop);
        try
        {
            if (length < 0) return "request_too_large";
            if (length == 0) return null;
            if (contentType is null) return "missing_post_type";
            if (contentType.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase))
                return ReadForm(buffer.AsSpan(0, length), arguments);
            if (contentType.StartsWith("application/json", StringComparison.OrdinalIgnoreCase))
                return acceptsJson ? ReadJson(buffer.AsSpan(0, length), arguments) : null;
            return "invalid_post_type";
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async ValueTask<(byte[] Buffer, int Length)> ReadAllAsync(HttpRequest request, CancellationToken stop)
    {
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Clamp((request.ContentLength ?? 2048) + 1, 1024, MaxBytes));
        var length = 0;
        while (true)
        {
            var read = await request.Body.ReadAsync(buffer.AsMemory(length), stop);
            if (read == 0) return (buffer, length);
            length += read;
            if (length < buffer.Length) continue;
            if (length >= MaxBytes) return (buffer, -1);
            var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
            buffer.CopyTo(larger, 0);
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = larger;
        }
    }

    private static string? ReadForm(ReadOnlySpan<byte> body, ApiArguments arguments)
    {
        var text = Encoding.UTF8.GetString(body);
        foreach (var pair in text.AsSpan().Split('&'))
        {
            var item = text.AsSpan()[pair];
            if (item.IsEmpty) continue;
            var equals = item.IndexOf('=');
            if (equals < 0) arguments.Add(Decode(item), "");
            else arguments.Add(Decode(item[..equals]), Decode(item[(equals + 1)..]));
        }

        return null;
    }

    private static string Decode(ReadOnlySpan<char> text) =>
        text.ContainsAny('%', '+') ? WebUtility.UrlDecode(text.ToString()) : text.ToString();

    private static string? ReadJson(ReadOnlySpan<byte> body, ApiArguments arguments)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject) return "json_not_object";
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                reader.Read();
                // An explicit null means the default, and a token counts only in the header.
                var value = ReadValue(ref reader, body);
                if (value is not null && name != "token") arguments.Add(name, value);
            }

            return null;
        }
        catch (JsonException)
        {
            return "invalid_json";
        }
    }

    private static string? ReadValue(ref Utf8JsonReader reader, ReadOnlySpan<byte> body)
    {
        if (reader.TokenType == JsonTokenType.Null) return null;
        if (reader.TokenType == JsonTokenType.String) return reader.GetString();
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return Encoding.UTF8.GetString(body[start..(int)reader.BytesConsumed]);
    }

    private static async Task<string?> ReadMultipartAsync(HttpRequest request, ApiArguments arguments, CancellationToken stop)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || type.Boundary.Length == 0) return "invalid_form_data";
        var reader = new MultipartReader(HeaderUtilities.RemoveQuotes(type.Boundary).ToString(), request.Body) { BodyLengthLimit = MaxBytes };
        try
        {
            while (await reader.ReadNextSectionAsync(stop) is { } section)
            {
                if (section.GetContentDispositionHeader()?.Name is not { Length: > 0 } name) continue;
                using var text = new StreamReader(section.Body, Encoding.UTF8);
                arguments.Add(HeaderUtilities.RemoveQuotes(name).ToString(), await text.ReadToEndAsync(stop));
            }

            return null;
        }
        catch (InvalidDataException)
        {
            return "invalid_form_data";
        }
    }
}
