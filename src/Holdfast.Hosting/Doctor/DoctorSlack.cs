using Holdfast.Http;
using Holdfast.Slack;
using Holdfast.Slack.WebApi;
using Holdfast.Slack.WebApi.Auth;
using Holdfast.Workspaces;
using Microsoft.Extensions.Options;

namespace Holdfast.Hosting.Doctor;

/// <summary>Slack, asked once by whoever comes first: several checks go by who the bot is.</summary>
internal sealed class DoctorSlack
{
    /// <summary>Less than the 10 s that a check has, so that what is said is the reason and not that the time was over.</summary>
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(7);

    private readonly Lock _gate = new();
    private readonly IOptions<SlackOptions> _options;
    private readonly Lazy<SlackWebClient> _client;
    private Task<AuthTestResponse>? _signIn;

    public DoctorSlack(OutgoingHttp http, IOptions<SlackOptions> options, TimeProvider time, ILogger<SlackWebClient> logger)
    {
        _options = options;

        // Without attempts of its own and without a breaker: a person waits, and wants to know what happened to this one call.
        _client = new(() => new SlackWebClient(
            http.CreateClient(HttpPurpose.SlackSockets), new SlackWebClientOptions { ApiUrl = options.Value.ApiUrl, Timeout = CallLimit }, time, logger));
    }

    public SlackWebClient Client => _client.Value;

    /// <summary>Who the bot is.</summary>
    /// <exception cref="SlackException">Slack does not say.</exception>
    public async Task<AuthTestResponse> SignInAsync(CancellationToken cancellationToken)
    {
        // The call belongs to all who wait for it, and has a limit of its own.
        lock (_gate)
            _signIn ??= Client.CallAsync(new AuthTestRequest(), _options.Value.BotToken, CancellationToken.None);
        return await _signIn.WaitAsync(cancellationToken);
    }

    /// <summary>Who the bot is; null when Slack does not say, which is for another check to report.</summary>
    public async Task<AuthTestResponse?> TrySignInAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await SignInAsync(cancellationToken);
        }
        catch (SlackException)
        {
            return null;
        }
    }
}
