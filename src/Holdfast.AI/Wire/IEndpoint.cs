using System.Net;

namespace Holdfast.AI.Wire;

/// <summary>Where the requests of one protocol go: an address and its key.</summary>
internal interface IEndpoint
{
    /// <summary>The key, to be kept out of the log.</summary>
    string Key { get; }

    /// <summary>The address, for the log.</summary>
    Uri Address { get; }

    /// <summary>Sends a request.</summary>
    /// <param name="body">The JSON, of exactly its size: with thousands of calls that a model lets wait, buffers were the most of each.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The answer, of which the head has come.</returns>
    /// <exception cref="Agents.AgentException">The endpoint refuses it.</exception>
    Task<EndpointAnswer> SendAsync(byte[] body, CancellationToken cancellationToken);
}

/// <summary>The answer of an endpoint that took the request.</summary>
/// <param name="Status">Its status.</param>
/// <param name="Body">Its body, as it comes in.</param>
/// <param name="Owner">What is given back when it has been read.</param>
internal sealed record EndpointAnswer(HttpStatusCode Status, Stream Body, IDisposable Owner) : IAsyncDisposable
{
    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Body.DisposeAsync();
        Owner.Dispose();
    }
}
