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
            throw ErrorWording.Of(await ProviderErrorReader.ReadAsync(response, cancellationToken), Key);
    }

    /// <summary>The address may carry a query, such as Azure's version, or end where the requests go already.</summary>
    private Uri Address()
    {
        var address = new UriBuilder(options.BaseUrl);
        var path = address.Path.TrimEnd('/');
        address.Path = path.EndsWith(Resource, StringComparison.OrdinalIgnoreCase) ? path : path + Resource;
        return address.Uri;
    }
}
