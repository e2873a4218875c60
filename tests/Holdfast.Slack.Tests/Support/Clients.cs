using Holdfast.Slack.WebApi;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Holdfast.Slack.Tests.Support;

internal static class Clients
{
    public const string Token = "xoxb-secret-token";

    public static SlackWebClient To(Uri apiUrl, Action<SlackWebClientOptions>? change = null, TimeProvider? time = null, ILogger<SlackWebClient>? logger = null)
    {
        var options = new SlackWebClientOptions { ApiUrl = apiUrl };
        change?.Invoke(options);
        var http = new HttpClient(SlackHttp.CreateHandler()) { Timeout = Timeout.InfiniteTimeSpan };
        return new SlackWebClient(http, options, time ?? TimeProvider.System, logger ?? NullLogger<SlackWebClient>.Instance);
    }
}
