using System.Net.Http.Headers;
using Holdfast.AI.Errors;
using Holdfast.AI.Wire;

namespace Holdfast.AI.OpenAI;

/// <summary>Chat Completions at any address.</summary>
/// <param name="http">The client.</param>
/// <param name="options">The address and the key.</param>
internal sealed class HttpEndpoint(HttpClient http, OpenAIOptions options) : IEndpoint
{
    /// <inheritdoc/>
    public string Key => options.ApiKey;

    /// <inheritdoc/>
    public Uri Address { get; } = new UriBuilder(options.Root) { Path = options.Root.AbsolutePath.TrimEnd('/') + OpenAIOptions.ChatCompletionsPath }.Uri;

    /// <inheritdoc/>
    public async Task<EndpointAnswer> SendAsync(byte[] body, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, Address) { Content = new ByteArrayContent(body) };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        options.Authorize(message);
        var response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        try
        {
            if (response.IsSuccessStatusCode)
                return new EndpointAnswer(response.StatusCode, await response.Content.ReadAsStreamAsync(cancellationToken), response);
            throw ErrorWording.Of(await Refusal.ReadAsync(response, cancellationToken), Key);
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }
}
