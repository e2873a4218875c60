using System.Text.Json;
using Holdfast.Simulator.SocketMode;

namespace Holdfast.Simulator.Requests;

/// <summary>Delivers by requests, each of which the app has 3 s to answer with 200.</summary>
internal sealed class RequestCarrier(RequestUrls urls, string secret, EnvelopeDispatcher dispatcher, HttpClient http, TimeProvider clock) : IEnvelopeCarrier
{
    /// <summary>As long as Slack waits.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private int _pending;
    private int _turn = -1;
    private volatile bool _hasEnded;

    public int Number => 0;

    public int PendingFrames => Volatile.Read(ref _pending);

    public bool IsLeaving => false;

    public bool IsWritable => !_hasEnded;

    public bool IsTimed => false;

    public void End() => _hasEnded = true;

    public void Enqueue(Envelope envelope)
    {
        Interlocked.Increment(ref _pending);
        var delivery = new Delivery(envelope, envelope.Id, envelope.Payload!, envelope.Attempt, envelope.RetryReason);
        _ = Task.Run(() => DeliverAsync(delivery));
    }

    private async Task DeliverAsync(Delivery delivery)
    {
        var body = RequestWriter.BodyOf(delivery.Envelope.Kind, delivery.Payload);
        dispatcher.Sent(delivery.Envelope, this);
        var reason = "http_timeout";
        var again = true;
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        try
        {
            using var answer = await SendAsync(delivery, body, patience.Token);
            var said = await answer.Content.ReadAsStringAsync(patience.Token);
            if (answer.IsSuccessStatusCode)
            {
                dispatcher.Acked(delivery.Id, this, PayloadOf(said));
                return;
            }

            reason = "http_error";
            again = !answer.Headers.Contains("X-Slack-No-Retry");
        }
        catch (HttpRequestException)
        {
            // Nobody listens: said when it is made again.
            reason = "connection_failed";
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // It took too long.
        }
        finally
        {
            Interlocked.Decrement(ref _pending);
        }

        dispatcher.Failed(delivery.Id, this, reason, again);
    }

    private async Task<HttpResponseMessage> SendAsync(Delivery delivery, byte[] body, CancellationToken cancellationToken)
    {
        var addresses = delivery.Envelope.Kind switch
        {
            EnvelopeKind.Interactive => urls.Interactivity ?? urls.Events,
            EnvelopeKind.SlashCommand => urls.Commands ?? urls.Events,
            _ => urls.Events,
        };
        for (var left = addresses.Count; ; left--)
        {
            var address = addresses[(int)((uint)Interlocked.Increment(ref _turn) % addresses.Count)];
            using var request = RequestWriter.Write(address, delivery.Envelope.Kind, body, secret, clock.GetUtcNow());
            if (delivery.Attempt > 0)
            {
                request.Headers.TryAddWithoutValidation("X-Slack-Retry-Num", delivery.Attempt.ToString());
                request.Headers.TryAddWithoutValidation("X-Slack-Retry-Reason", delivery.RetryReason);
            }

            try
            {
                return await http.SendAsync(request, cancellationToken);
            }
            catch (HttpRequestException exception) when (left > 1 && exception.HttpRequestError == HttpRequestError.ConnectionError)
            {
                // Nobody listens there: a balancer takes the next.
            }
        }
    }

    /// <summary>An answer that is text and no JSON is a message too, as people write it in their first slash command.</summary>
    private static string? PayloadOf(string said)
    {
        if (string.IsNullOrWhiteSpace(said)) return null;
        try
        {
            using var parsed = JsonDocument.Parse(said);
            return parsed.RootElement.ValueKind == JsonValueKind.Object ? said : null;
        }
        catch (JsonException)
        {
            return JsonSerializer.Serialize(new Dictionary<string, string> { ["text"] = said });
        }
    }

    private sealed record Delivery(Envelope Envelope, Guid Id, byte[] Payload, int Attempt, string RetryReason);
}
