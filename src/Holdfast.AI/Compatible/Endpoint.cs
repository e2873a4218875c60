using System.Net.Http.Headers;
using Holdfast.AI.Errors;
using Holdfast.AI.OpenAI;

namespace Holdfast.AI.Compatible;

/// <summary>Where the requests go, and with which key.</summary>
/// <param name="http">The client.</param>
/// <param name="options">The address and the key.</param>
internal sealed class Endpoint(HttpClient http, OpenAIOptions options)
{
    private const string Resource = "/chat/completions";

    /// <summary>The key.</summary>
    public string Key => options.ApiKey;

    /// <summary>Sends a request.</summary>
    /// <returns>The answer, of which the head has come.</returns>
    /// <exception cref="Agents.AgentException">The endpoint refuses it.</exception>
    public async Task<HttpResponseMessage> SendAsync(ChatRequest request, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, Address()) { Content = new ByteArrayContent(request.Body) };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        options.Authorize(message);
        var response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (response.IsSuccessStatusCode)
            return response;
        using (response)
            throw ErrorWording.Of(await ReadAsync(response, cancellationToken), Key);
    }

    /// <summary>The address may carry a query, such as Azure's version, or end where the requests go already.</summary>
    private Uri Address()
    {
        var address = new UriBuilder(options.BaseUrl);
        var path = address.Path.TrimEnd('/');
        address.Path = path.EndsWith(Resource, StringComparison.OrdinalIgnoreCase) ? path : path + Resource;
        return address.Uri;
    }

    private static async Task<ProviderError> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        if (response.Headers.Location is { } location)
            return new ProviderError(status, Code: null, $"moved to {(location.IsAbsoluteUri ? location.GetLeftPart(UriPartial.Path) : "another path")}");
        var body = new byte[ProviderErrorReader.MaxBytes];
        var read = 0;
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            read = await stream.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancellationToken);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            // The status has come: that the words were cut off makes it no other error.
        }

        var error = ProviderErrorReader.Read(status, body.AsSpan(0, read));
        return RetryWaits.Of(response.Headers) is { } wait ? error with { RetryAfter = wait } : error;
    }
}
