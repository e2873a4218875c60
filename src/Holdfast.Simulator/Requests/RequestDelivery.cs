using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Holdfast.Simulator.SocketMode;

namespace Holdfast.Simulator.Requests;

/// <summary>Delivery by HTTP, as it is set on the app's page: while it is on, there is no Socket Mode.</summary>
public sealed class RequestDelivery : IDisposable
{
    private readonly SocketHub _sockets;
    private readonly string _secret;
    private readonly TimeProvider _clock;
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, PooledConnectionIdleTimeout = TimeSpan.FromSeconds(5) })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    private RequestCarrier? _carrier;

    internal RequestDelivery(SocketHub sockets, string secret, TimeProvider clock) => (_sockets, _secret, _clock) = (sockets, secret, clock);

    /// <summary>Sets the addresses. As Slack does it asks each first whether it is the app's, and switches Socket Mode off.</summary>
    /// <param name="urls">The addresses.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidOperationException">An address did not send the challenge back, and nothing has changed.</exception>
    public async Task SetAsync(RequestUrls urls, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(urls);
        foreach (var address in urls.Events)
        {
            if (await ProblemAsync(address, cancellationToken) is { } problem)
                throw new InvalidOperationException($"Your URL didn't respond with the value of the challenge parameter: {address}: {problem}");
        }

        Clear();
        _sockets.Disable();
        _carrier = new RequestCarrier(urls, _secret, _sockets.Dispatcher, _http, _clock);
        _sockets.Dispatcher.Opened(_carrier);
    }

    /// <summary>Goes back to Socket Mode.</summary>
    public void Clear()
    {
        if (_carrier is not { } carrier) return;
        carrier.End();
        _sockets.Dispatcher.Closed(carrier);
        _carrier = null;
        _sockets.Enable();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Clear();
        _http.Dispose();
    }

    private async Task<string?> ProblemAsync(Uri address, CancellationToken cancellationToken)
    {
        var challenge = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var question = new JsonObject { ["token"] = "verification", ["challenge"] = challenge, ["type"] = "url_verification" };
        using var request = RequestWriter.Write(address, EnvelopeKind.Event, Encoding.UTF8.GetBytes(question.ToJsonString()), _secret, _clock.GetUtcNow());
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(RequestCarrier.Patience);
        try
        {
            using var answer = await _http.SendAsync(request, patience.Token);
            var said = await answer.Content.ReadAsStringAsync(patience.Token);
            if (!answer.IsSuccessStatusCode) return $"it answered {(int)answer.StatusCode}";
            return IsChallenge(said, challenge) ? null : "it answered something else";
        }
        catch (Exception exception) when (exception is HttpRequestException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return exception.Message;
        }
    }

    /// <summary>The challenge as text, as a form field or as JSON: Slack takes all three.</summary>
    private static bool IsChallenge(string said, string challenge)
    {
        if (said.Trim() == challenge || said.Trim() == $"challenge={challenge}") return true;
        try
        {
            return JsonNode.Parse(said) is JsonObject answer && answer["challenge"]?.GetValue<string>() == challenge;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}
