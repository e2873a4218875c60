using System.Net;
using Microsoft.Extensions.Logging;

namespace Holdfast.Slack.WebApi;

/// <content>Fetches files from the addresses in Slack's answers, which want the token as a method does.</content>
public sealed partial class SlackWebClient
{
    /// <summary>What <see cref="SlackException.Method"/> says of a failed download.</summary>
    public const string PrivateUrl = "url_private";

    private readonly TimeSpan _downloadTimeout;

    /// <summary>
    /// Fetches the bytes of a file from its <c>url_private</c>. https://docs.slack.dev/reference/objects/file-object
    /// </summary>
    /// <remarks>
    /// To a token that may not read it, Slack shows its sign-in page, with a status of 200 or a redirect, and not an error. A page in place of a file that is
    /// none is recognised; whether a file that is a page is the right one, its size tells.
    /// </remarks>
    /// <param name="address">The address. The token is sent to Slack's own alone.</param>
    /// <param name="token">The bot's token.</param>
    /// <param name="isPage">Whether the file is a web page itself.</param>
    /// <param name="maxBytes">The most bytes that are taken.</param>
    /// <param name="destination">Where they are written, from where it stands; after a failure some may be there.</param>
    /// <param name="cancellationToken">Cancels the download.</param>
    /// <returns>How many bytes there were.</returns>
    /// <exception cref="SlackException">
    /// Not Slack's address, the sign-in page (<see cref="SlackErrors.SignInPage"/>), too many bytes (<see cref="SlackErrors.TooLarge"/>), or they did not come.
    /// </exception>
    public async Task<long> DownloadAsync(Uri address, string token, bool isPage, long maxBytes, Stream destination, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(destination);
        if (!_trusted.Contains(address))
            throw new SlackException(PrivateUrl, SlackErrors.UntrustedAddress);
        var started = _time.GetTimestamp();
        using var limit = new CancellationTokenSource(_downloadTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.TryAddWithoutValidation("Authorization", _bearers.Of(token));
            request.Options.Set(SlackHttp.CallerToken, cancellationToken);
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            Judge(response, isPage);
            var bytes = await CopyAsync(response.Content, destination, maxBytes, either.Token).ConfigureAwait(false);
            LogFetched((int)response.StatusCode, bytes, _time.GetElapsedTime(started).TotalMilliseconds);
            return bytes;
        }
        catch (OperationCanceledException exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new SlackException(PrivateUrl, SlackErrors.Timeout, exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw exception is IRequestNotSent refused
                ? new SlackException(PrivateUrl, SlackErrors.HostUnavailable, exception) { RetryAfter = refused.RetryAfter }
                : new SlackException(PrivateUrl, SlackErrors.Network, exception);
        }
    }

    private void Judge(HttpResponseMessage response, bool isPage)
    {
        var status = (int)response.StatusCode;
        if (status is >= 300 and < 400 || (response.IsSuccessStatusCode && !isPage && response.Content.Headers.ContentType?.MediaType == "text/html"))
            throw new SlackException(PrivateUrl, SlackErrors.SignInPage) { HttpStatus = status };
        if (!response.IsSuccessStatusCode)
        {
            // Slack's own word, unlike that of a method, is the status: a file that is not there stays away.
            throw new SlackException(PrivateUrl, response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone ? "file_not_found" : SlackErrors.ForStatus(status))
            {
                HttpStatus = status,
                RetryAfter = RetryAfter.Read(response.Headers, _time, _maxRetryAfter),
            };
        }
    }

    private static async Task<long> CopyAsync(HttpContent content, Stream destination, long maxBytes, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > maxBytes)
            throw new SlackException(PrivateUrl, SlackErrors.TooLarge);
        var source = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = source.ConfigureAwait(false);
        var buffer = new byte[64 * 1024];
        var bytes = 0L;
        while (await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var read)
        {
            bytes += read;
            if (bytes > maxBytes)
                throw new SlackException(PrivateUrl, SlackErrors.TooLarge);
            await destination.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
        }

        return bytes;
    }

    [LoggerMessage(EventId = 1003, Level = LogLevel.Debug, Message = "Slack gave a file with {Status} and {Bytes} bytes in {Milliseconds} ms.")]
    private partial void LogFetched(int status, long bytes, double milliseconds);
}
