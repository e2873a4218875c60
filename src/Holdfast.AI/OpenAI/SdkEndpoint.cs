using System.ClientModel;
using System.ClientModel.Primitives;
using System.Net;
using Holdfast.AI.Errors;
using Holdfast.AI.Wire;

namespace Holdfast.AI.OpenAI;

/// <summary>
/// One method of OpenAI's official client, by its bytes: it knows the address, the key and the headers, and sends. Its readers are left out: they throw a
/// good answer away for a word that is newer than they are, and drop what must come back.
/// </summary>
/// <param name="method">The method.</param>
/// <param name="options">The address and the key.</param>
internal sealed class SdkEndpoint(Func<BinaryContent, RequestOptions, Task<ClientResult>> method, OpenAIOptions options) : IEndpoint
{
    /// <inheritdoc/>
    public string Key => options.ApiKey;

    /// <inheritdoc/>
    public Uri Address => options.Root;

    /// <inheritdoc/>
    public async Task<EndpointAnswer> SendAsync(byte[] body, CancellationToken cancellationToken)
    {
        var response = await AskAsync(body, cancellationToken);
        try
        {
            var stream = response.ContentStream ?? Stream.Null;
            if (response.Status is >= 200 and < 300)
                return new EndpointAnswer((HttpStatusCode)response.Status, stream, response);
            throw ErrorWording.Of(await Refusal.ReadAsync(response.Status, name => HeaderOf(response, name), stream, cancellationToken), Key);
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private async Task<PipelineResponse> AskAsync(byte[] body, CancellationToken cancellationToken)
    {
        using var content = BinaryContent.Create(BinaryData.FromBytes(body));
        try
        {
            var how = new RequestOptions { BufferResponse = false, CancellationToken = cancellationToken, ErrorOptions = ClientErrorBehaviors.NoThrow };

            // To whoever is told to accept streams the SDK gives one that asks anew when it breaks, from a copy of the body, and follows redirects with the key.
            how.SetHeader("Accept", "application/json");
            return (await method(content, how)).GetRawResponse();
        }
        catch (ClientResultException e)
        {
            throw ErrorWording.Of(ErrorKind.Unreachable, e);
        }
    }

    private static string? HeaderOf(PipelineResponse response, string name) => response.Headers.TryGetValue(name, out var value) ? value : null;
}
