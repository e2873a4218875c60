using Holdfast.Slack.WebApi;

namespace Holdfast.Workspaces;

/// <summary>Slack's Web API as the bot of one workspace calls it.</summary>
/// <param name="client">Makes the calls of all workspaces.</param>
/// <param name="token">
/// The bot's token. It is asked for at each call and kept nowhere, since it may be replaced while the server runs.
/// </param>
public sealed class SlackApi(SlackWebClient client, Func<CancellationToken, ValueTask<string>> token)
{
    /// <summary>Calls a method that has a type; see <see cref="SlackWebClient"/>.</summary>
    /// <typeparam name="TResponse">What the method answers.</typeparam>
    /// <param name="request">The method and its arguments.</param>
    /// <param name="cancellationToken">Cancels the call; whether Slack performed it is unknown then.</param>
    /// <exception cref="Slack.SlackException">Slack refused, or no trustworthy answer came.</exception>
    public async Task<TResponse> CallAsync<TResponse>(SlackRequest<TResponse> request, CancellationToken cancellationToken)
        where TResponse : SlackResponse => await client.CallAsync(request, await token(cancellationToken), cancellationToken);

    /// <summary>Calls any method with arguments that are already JSON, as a durable outbox keeps them.</summary>
    /// <param name="method">The method.</param>
    /// <param name="arguments">A JSON object.</param>
    /// <param name="cancellationToken">Cancels the call; whether Slack performed it is unknown then.</param>
    /// <exception cref="Slack.SlackException">Slack refused, or no trustworthy answer came.</exception>
    public async Task<SlackResponse> CallAsync(string method, ReadOnlyMemory<byte> arguments, CancellationToken cancellationToken) =>
        await client.CallAsync(method, await token(cancellationToken), arguments, cancellationToken);

    /// <summary>Fetches the bytes of a file; see <see cref="SlackWebClient.DownloadAsync"/>.</summary>
    /// <param name="address">Its <c>url_private</c>.</param>
    /// <param name="isPage">Whether the file is a web page itself.</param>
    /// <param name="maxBytes">The most bytes that are taken.</param>
    /// <param name="destination">Where they are written.</param>
    /// <param name="cancellationToken">Cancels the download.</param>
    /// <returns>How many bytes there were.</returns>
    /// <exception cref="Slack.SlackException">They did not come.</exception>
    public async Task<long> DownloadAsync(Uri address, bool isPage, long maxBytes, Stream destination, CancellationToken cancellationToken) =>
        await client.DownloadAsync(address, await token(cancellationToken), isPage, maxBytes, destination, cancellationToken);

    /// <summary>Something made of the token, which every worker can make as well and nobody else; the token itself is not to be kept.</summary>
    /// <typeparam name="T">What it is.</typeparam>
    /// <param name="make">Makes it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<T> DeriveAsync<T>(Func<string, T> make, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(make);
        return make(await token(cancellationToken));
    }
}
