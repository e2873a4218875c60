using Holdfast.Slack;
using Holdfast.Slack.Envelopes;
using Holdfast.Slack.Events;
using Holdfast.Slack.SocketMode;
using Holdfast.Slack.WebApi;
using Holdfast.Slack.WebApi.Chat;
using Microsoft.Extensions.Logging.Abstractions;

// Slack's protocol alone, without store, agent or outbox: what is lost when the process dies is lost.
var environment = Environment.GetEnvironmentVariables();
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) => { pressed.Cancel = true; stop.Cancel(); };
using var terminated = System.Runtime.InteropServices.PosixSignalRegistration.Create(
    System.Runtime.InteropServices.PosixSignal.SIGTERM, signal => { signal.Cancel = true; stop.Cancel(); });

using var http = new HttpClient(SlackHttp.CreateHandler()) { Timeout = Timeout.InfiniteTimeSpan };
var options = new SlackWebClientOptions();
if (environment["SLACK_API_URL"] is string address)
    options.ApiUrl = new Uri(address);
var slack = new SlackWebClient(http, options, TimeProvider.System, NullLogger<SlackWebClient>.Instance);
var sockets = new SocketModeSupervisor(
    slack,
    new Standup(slack, (string)environment["SLACK_BOT_TOKEN"]!),
    new SocketModeOptions { AppToken = (string)environment["SLACK_APP_TOKEN"]! },
    TimeProvider.System,
    new Random(),
    NullLoggerFactory.Instance);
await sockets.RunAsync(stop.Token);

/// <summary>Whoever mentions it says what they do today; "who?" lists them.</summary>
internal sealed class Standup(SlackWebClient slack, string token) : IEnvelopeHandler
{
    private readonly List<string> _said = [];

    public async ValueTask<SlackAck> HandleAsync(SlackEnvelope envelope, CancellationToken cancellationToken)
    {
        if (EventCallback.TryRead(envelope.Payload.Span)?.Decode() is AppMentionEvent { Channel: { } channel, User: { } user } mention)
            await slack.CallAsync(new ChatPostMessageRequest { Channel = channel, ThreadTs = mention.ThreadTs ?? mention.Ts, Text = Answer(user, mention.Text ?? "") }, token, cancellationToken);
        return SlackAck.Ok;
    }

    private string Answer(UserId user, string text)
    {
        lock (_said)
        {
            if (text.Contains("who?", StringComparison.OrdinalIgnoreCase))
                return _said.Count == 0 ? "Nobody yet." : string.Join('\n', _said);
            _said.Add($"<@{user.Value}>: {text[(text.IndexOf('>') + 1)..].Trim()}");
            return "Noted.";
        }
    }
}
