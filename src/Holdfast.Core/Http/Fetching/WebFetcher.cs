using System.Net;
using System.Net.Http.Headers;
using Holdfast.Http.Addresses;
using Holdfast.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.Http.Fetching;

/// <summary>
/// Fetches what people, models and pages have named. It asks nothing but what is public or allowed by the operator, at each redirect anew; it sends no
/// credentials and no cookies; and what comes is bounded in bytes and time, however it is encoded and however slowly it comes.
/// </summary>
/// <param name="http">Makes the calls.</param>
/// <param name="rules">Where they may go.</param>
/// <param name="options">How long they may take.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">For what is refused.</param>
public sealed partial class WebFetcher(OutgoingHttp http, AddressRules rules, IOptions<FetchOptions> options, TimeProvider time, ILogger<WebFetcher> logger) : IDisposable
{
    /// <summary>The most redirects that are followed.</summary>
    internal const int MaxRedirects = 5;

    private const string Agent = "Holdfast";
    private const int Chunk = 16 * 1024;

    private readonly GuardedTransport _transport = new(rules);

    /// <summary>Fetches an address.</summary>
    /// <param name="address">The address.</param>
    /// <param name="order">What is wanted of it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="FetchException">It was refused, or could not be had.</exception>
    public async Task<Fetched> GetAsync(Uri address, FetchOrder order, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(order);
        using var late = new CancellationTokenSource(options.Value.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            return await FollowAsync(address, order, either.Token);
        }
        catch (AddressRefusedException e)
        {
            LogRefused(address.IsAbsoluteUri ? address.IdnHost : "", e.Message);
            throw new FetchException(e.Message);
        }
        catch (OperationCanceledException e) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw TooSlow(e);
        }
        catch (HttpRequestException e)
        {
            throw e.InnerException is TimeoutException ? TooSlow(e) : new FetchException(WordsFor(e.HttpRequestError), e);
        }
        catch (IOException e)
        {
            throw new FetchException("The host broke off in the midst of its answer, or encoded it wrongly.", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _transport.Dispose();

    private async Task<Fetched> FollowAsync(Uri address, FetchOrder order, CancellationToken cancellationToken)
    {
        var client = http.CreateClient(order.Purpose, _transport);
        for (var redirects = 0; ; redirects++)
        {
            using var request = RequestFor(address, order);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (RedirectOf(response) is not { } next)
                return await ReadAsync(address, order, response, cancellationToken);
            if (redirects == MaxRedirects)
                throw new FetchException($"It redirects more than {MaxRedirects} times.");
            address = Redirected(address, next);
        }
    }

    private static HttpRequestMessage RequestFor(Uri address, FetchOrder order)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue(Agent, productVersion: null));
        request.Headers.TryAddWithoutValidation("Accept", order.Accept);
        return request;
    }

    /// <summary>Read by hand: of a <c>Location</c> that is no address, the header's own reader makes nothing at all.</summary>
    private static string? RedirectOf(HttpResponseMessage response) =>
        response.StatusCode is HttpStatusCode.Moved or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect
        && response.Headers.NonValidated.TryGetValues("Location", out var values)
            ? values.First()
            : null;

    internal static Uri Redirected(Uri from, string location)
    {
        if (!Uri.TryCreate(from, location, out var to))
            throw new FetchException("It redirects to what is no address.");

        // Who asked for https was promised that nobody on the way reads it or changes it.
        if (from.Scheme == "https" && to.Scheme == "http")
            throw new FetchException("It redirects from https to http, which is not followed.");
        return to;
    }

    private static async Task<Fetched> ReadAsync(Uri address, FetchOrder order, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var type = response.Content.Headers.ContentType;
        var fetched = new Fetched(address, response.StatusCode, type?.MediaType?.ToLowerInvariant() ?? "")
        {
            Charset = type?.CharSet?.Trim('"', '\''),
            Length = response.Content.Headers.ContentLength,
        };
        if (!fetched.IsSuccess || !order.WantsType(fetched.MediaType))
            return fetched;
        if (fetched.Length > order.MaxBytes && !order.TakesBeginning)
            throw TooLarge(order);
        var (body, isCut) = await ReadBodyAsync(response, order.MaxBytes, cancellationToken);
        return isCut && !order.TakesBeginning ? throw TooLarge(order) : fetched with { Body = body, IsCut = isCut };
    }

    private static async Task<(ReadOnlyMemory<byte> Body, bool IsCut)> ReadBodyAsync(HttpResponseMessage response, int most, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var body = new byte[Math.Min(most, Chunk)];
        for (var length = 0; ;)
        {
            if (length == body.Length)
            {
                if (length == most)
                    return (body, await stream.ReadAsync(new byte[1], cancellationToken) > 0);
                Array.Resize(ref body, (int)Math.Min(most, body.Length * 2L));
            }

            var read = await stream.ReadAsync(body.AsMemory(length), cancellationToken);
            if (read == 0)
                return (body.AsMemory(0, length), false);
            length += read;
        }
    }

    private static FetchException TooSlow(Exception cause) => new("It did not come in time.", cause);

    private static FetchException TooLarge(FetchOrder order) => new($"It is larger than {Quantities.Bytes(order.MaxBytes)}.");

    private static string WordsFor(HttpRequestError error) => error switch
    {
        HttpRequestError.NameResolutionError => "There is no host of that name.",
        HttpRequestError.ConnectionError => "The host could not be connected to.",
        HttpRequestError.SecureConnectionError => "The host's certificate is not valid, or there is no TLS there.",
        HttpRequestError.ProxyTunnelError => "The proxy does not connect to it.",
        _ => "The host broke off, or what it answers is no HTTP.",
    };

    [LoggerMessage(1203, LogLevel.Information, "An address of {Host} was not fetched: {Reason}")]
    private partial void LogRefused(string host, string reason);
}
