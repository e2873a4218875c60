using System.ComponentModel.DataAnnotations;
using Holdfast.Configuration;
using Holdfast.Http;
using Holdfast.Slack;

namespace Holdfast.Notifications;

/// <summary>Which channels there are, and which notification takes which. Section <c>Notifications</c>.</summary>
public sealed class NotificationOptions : IValidatableObject
{
    /// <summary>The id of the Slack channel for what concerns the operators. Default: none.</summary>
    public string SlackChannel { get; set; } = "";

    /// <summary>The address of the webhook. Default: none, and no webhook.</summary>
    public Uri? WebhookUrl { get; set; }

    /// <summary>
    /// The secret that signs what is sent there: <c>whsec_</c> and 24 to 64 bytes in base64, or any text of at least 24 characters.
    /// No default.
    /// </summary>
    public string WebhookSecret { get; set; } = "";

    /// <summary>The secret before <see cref="WebhookSecret"/>, which signs as well while receivers move to the new one. No default.</summary>
    public string PreviousWebhookSecret { get; set; } = "";

    /// <summary>How long the webhook may take to answer. Default: 10 s.</summary>
    [Duration(0.1, 60)]
    public TimeSpan WebhookTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The wait after the first attempt that failed; doubled each time, 8 attempts in all. Default: 30 s.</summary>
    [Duration(0.01, 600)]
    public TimeSpan WebhookRetryDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The channels for timers, in the order in which they are tried. Default: <c>slack</c>.</summary>
    public IList<string> TimerRoute { get; init; } = [];

    /// <summary>The channels for the heartbeat, in the order in which they are tried. Default: <c>slack</c>.</summary>
    public IList<string> HeartbeatRoute { get; init; } = [];

    /// <summary>
    /// The channels for alerts, in the order in which they are tried. Default: <c>slack</c> where <see cref="SlackChannel"/> is set,
    /// <c>webhook</c> where <see cref="WebhookUrl"/> is, and <c>console</c>.
    /// </summary>
    public IList<string> AlertRoute { get; init; } = [];

    /// <summary>The id of the Slack channel for the heartbeat. Default: none, and no heartbeat.</summary>
    public string HeartbeatChannel { get; set; } = "";

    /// <summary>How often the heartbeat says that the server is alive. Default: 15 min.</summary>
    [Duration(1, 86400)]
    public TimeSpan HeartbeatInterval { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>The channels for a kind of notifications, in the order in which they are tried.</summary>
    /// <param name="kind">One of <see cref="NotificationKinds"/>.</param>
    public IReadOnlyList<string> RouteOf(string kind)
    {
        var chosen = kind switch
        {
            NotificationKinds.Timer => TimerRoute,
            NotificationKinds.Heartbeat => HeartbeatRoute,
            NotificationKinds.Alert => AlertRoute,
            _ => [],
        };
        if (chosen.Count > 0)
            return [.. chosen];
        if (kind != NotificationKinds.Alert)
            return [ChannelNames.Slack];
        return
        [
            .. SlackChannel.Length > 0 ? [ChannelNames.Slack] : (string[])[],
            .. WebhookUrl is not null ? [ChannelNames.Webhook] : (string[])[],
            ChannelNames.Console,
        ];
    }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
    [
        .. WebhookProblems(),
        .. ChannelProblems(nameof(SlackChannel), SlackChannel),
        .. ChannelProblems(nameof(HeartbeatChannel), HeartbeatChannel),
        .. RouteProblems(nameof(TimerRoute), TimerRoute, slack: null),
        .. RouteProblems(nameof(HeartbeatRoute), HeartbeatRoute, HeartbeatChannel.Length == 0 ? nameof(HeartbeatChannel) : null),
        .. RouteProblems(nameof(AlertRoute), AlertRoute, SlackChannel.Length == 0 ? nameof(SlackChannel) : null),
    ];

    private IEnumerable<ValidationResult> WebhookProblems()
    {
        if (WebhookUrl is not null && (!WebhookUrl.IsAbsoluteUri || WebhookUrl.Scheme is not ("http" or "https")))
            yield return Wrong(nameof(WebhookUrl), "must begin with http:// or https://.");
        else if (WebhookUrl is { UserInfo.Length: > 0 })
            yield return Wrong(nameof(WebhookUrl), "must name no user and no password: they would not be sent. The signature says who calls.");
        if (WebhookSecret.Length > 0 && RequestSignature.ProblemOf(WebhookSecret) is { } problem)
            yield return Wrong(nameof(WebhookSecret), problem);
        else if (WebhookSecret.Length == 0 && WebhookUrl is not null)
            yield return Wrong(nameof(WebhookSecret), "must be set, because Notifications:WebhookUrl is: whsec_ and what `openssl rand -base64 32` says.");
        if (PreviousWebhookSecret.Length > 0 && RequestSignature.ProblemOf(PreviousWebhookSecret) is { } previous)
            yield return Wrong(nameof(PreviousWebhookSecret), previous);
    }

    private static IEnumerable<ValidationResult> ChannelProblems(string member, string channel)
    {
        if (channel.Length > 0 && !(ChannelId.TryParse(channel, out _) && channel.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c))))
            yield return Wrong(member, "must be the id of a channel, such as C0123ABCD: in Slack, open the channel's details; it stands at the end.");
    }

    private IEnumerable<ValidationResult> RouteProblems(string member, IList<string> route, string? slack)
    {
        foreach (var name in route.CountBy(name => name).Where(counted => counted.Value > 1).Select(counted => counted.Key))
            yield return Wrong(member, $"holds '{name}' twice.");
        if (slack is not null && route.Contains(ChannelNames.Slack))
            yield return Wrong(member, $"holds slack, which needs Notifications:{slack}.");
        if (WebhookUrl is null && route.Contains(ChannelNames.Webhook))
            yield return Wrong(member, "holds webhook, which needs Notifications:WebhookUrl.");
    }

    private static ValidationResult Wrong(string member, string problem) => new($"{member} {problem}", [member]);
}
