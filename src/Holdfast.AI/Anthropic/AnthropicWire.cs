using System.Buffers;
using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Holdfast.AI.Errors;
using Holdfast.AI.Wire;

namespace Holdfast.AI.Anthropic;

/// <summary>
/// What goes between Anthropic's client and the network. Of a refusal the client keeps no headers and reads a body of any length, and it escapes all that
/// is not English; so refusals are read here, and requests are written anew.
/// </summary>
/// <param name="options">Where it is reached, and with which key.</param>
internal sealed class AnthropicWire(AnthropicOptions options) : DelegatingHandler
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 250 };

    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 250 };

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        options.Authorize(request);

        // It tells a limit that is none.
        request.Headers.Remove("X-Stainless-Timeout");
        if (request.Content is { } written)
            request.Content = await RewriteAsync(written, cancellationToken);
        var response = await base.SendAsync(request, cancellationToken);
        if (response.IsSuccessStatusCode)
            return response;
        using (response)
            throw ErrorWording.Of(await Refusal.ReadAsync(response, cancellationToken), options.ApiKey, AnthropicOptions.Section);
    }

    /// <summary>In an array of its size: with thousands of calls that a model lets wait, buffers were the most of each.</summary>
    private static async Task<HttpContent> RewriteAsync(HttpContent written, CancellationToken cancellationToken)
    {
        var body = new ArrayBufferWriter<byte>();
        using (written)
        using (var json = JsonDocument.Parse(await written.ReadAsByteArrayAsync(cancellationToken), Deep))
        await using (var writer = new Utf8JsonWriter(body, Compact))
            json.WriteTo(writer);
        return new ByteArrayContent(body.WrittenSpan.ToArray()) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
    }
}
