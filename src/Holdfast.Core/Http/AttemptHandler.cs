using System.Net;
using Holdfast.Diagnostics;
using Holdfast.Lanes;

namespace Holdfast.Http;

/// <summary>
/// One attempt: within its time, and measured. Whatever comes in place of an answer is an <see cref="HttpRequestException"/>; a
/// cancellation is the caller's own.
/// </summary>
internal sealed class AttemptHandler(HttpPurpose purpose, HttpMetrics metrics, TimeProvider time, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (purpose.PrefersHttp2)
            (request.Version, request.VersionPolicy) = (HttpVersion.Version20, HttpVersionPolicy.RequestVersionOrLower);
        var started = time.GetTimestamp();
        var outcome = HttpOutcome.Broken;
        using var span = HoldfastTelemetry.StartCall(request.Method.Method)?.SetTag("http.request.method", request.Method.Method).SetTag("server.address", request.RequestUri!.Host);
        using var limit = new CancellationTokenSource(purpose.Limit, time);
        using var link = cancellationToken.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), limit);
        try
        {
            var response = await base.SendAsync(request, limit.Token);
            outcome = HttpOutcome.Of(response.StatusCode);
            span?.SetTag("http.response.status_code", (int)response.StatusCode);
            if (purpose.MaxAnswerBytes is { } bytes)
                await ReadAsync(response, bytes, limit.Token, cancellationToken);
            else if (purpose.MaxMessageBytes is not null || MayBeEncoded(response))
                response.Content = new DecodedContent(response.Content, purpose.MaxMessageBytes);
            return response;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            outcome = request.IsTimeOutOfCaller(cancellationToken) ? HttpOutcome.TimeOut : HttpOutcome.Cancelled;
            throw;
        }
        catch (OperationCanceledException e) when (limit.IsCancellationRequested)
        {
            outcome = HttpOutcome.TimeOut;
            throw NoAnswerInTime(e);
        }
        catch (OperationCanceledException e)
        {
            // The transport's own limit, for connecting.
            outcome = HttpOutcome.NoConnection;
            throw new HttpRequestException(HttpRequestError.ConnectionError, "No connection could be made in time.", e);
        }
        catch (LostLeaseException)
        {
            outcome = HttpOutcome.Cancelled;
            throw;
        }
        catch (HttpRequestException e) when (e.WasNotSent)
        {
            outcome = HttpOutcome.NoConnection;
            throw;
        }
        finally
        {
            if (!outcome.StartsWith('2'))
                span?.SetTag("error.type", outcome);
            metrics.Attempted(purpose, request.RequestUri!.Host, outcome, time.GetElapsedTime(started));
        }
    }

    /// <summary>Of what is decoded on the way nobody knows how long it will be. The bytes of a WebSocket are no answer.</summary>
    private static bool MayBeEncoded(HttpResponseMessage response) =>
        response.Content.Headers.ContentLength is null && response.StatusCode != HttpStatusCode.SwitchingProtocols;

    /// <summary>Reads the answer whole. What goes wrong carries the status: the host did answer.</summary>
    private async Task ReadAsync(HttpResponseMessage response, int bytes, CancellationToken limit, CancellationToken caller)
    {
        try
        {
            await response.Content.LoadIntoBufferAsync(bytes, limit);
        }
        catch (Exception e)
        {
            response.Dispose();
            caller.ThrowIfCancellationRequested();
            throw e is OperationCanceledException
                ? NoAnswerInTime(e, response.StatusCode)
                : new HttpRequestException((e as HttpRequestException)?.HttpRequestError ?? HttpRequestError.Unknown, "The answer could not be read.", e, response.StatusCode);
        }
    }

    private HttpRequestException NoAnswerInTime(Exception cause, HttpStatusCode? status = null) =>
        new(HttpRequestError.Unknown, $"There was no whole answer within {purpose.Limit.TotalSeconds:0.#} s.", new TimeoutException(cause.Message, cause), status);
}
