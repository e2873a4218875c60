using System.ComponentModel.DataAnnotations;
using Holdfast.Configuration;

namespace Holdfast.Workspaces;

/// <summary>How Slack is reached. Section <c>Slack</c>.</summary>
public sealed class SlackOptions
{
    /// <summary>The bot token, <c>xoxb-...</c>. Well-known variable: <c>SLACK_BOT_TOKEN</c>. No default.</summary>
    [Required(AllowEmptyStrings = false, ErrorMessage = "Slack:BotToken (SLACK_BOT_TOKEN) is missing: take it from the app's page, OAuth & Permissions.")]
    [Secret]
    public string BotToken { get; set; } = "";

    /// <summary>
    /// How Slack delivers: as it is set on the app's page. Default: not set, by what is there: over Socket Mode with <see cref="AppToken"/>, by HTTP
    /// with <see cref="SigningSecret"/> alone.
    /// </summary>
    public SlackTransport? Transport { get; set; }

    /// <summary>The app-level token of Socket Mode, <c>xapp-...</c>. Well-known variable: <c>SLACK_APP_TOKEN</c>. No default.</summary>
    [RequiredFor(
        nameof(UsesSocketMode),
        ErrorMessage = "Slack:AppToken (SLACK_APP_TOKEN) is missing: make one with connections:write on the app's page, Basic Information. Or, where Slack is to deliver by HTTP, set Slack:SigningSecret (SLACK_SIGNING_SECRET) from the same page.")]
    [Secret]
    public string AppToken { get; set; } = "";

    /// <summary>What Slack signs its requests with, where it delivers by HTTP. Well-known variable: <c>SLACK_SIGNING_SECRET</c>. No default.</summary>
    [RequiredFor(nameof(UsesHttp), ErrorMessage = "Slack:SigningSecret (SLACK_SIGNING_SECRET) is missing: take it from the app's page, Basic Information.")]
    [Secret]
    public string SigningSecret { get; set; } = "";

    /// <summary>The secret before <see cref="SigningSecret"/>, taken as well while Slack moves to a new one. No default.</summary>
    [Secret]
    public string PreviousSigningSecret { get; set; } = "";

    /// <summary>Whether Slack delivers by HTTP.</summary>
    public bool UsesHttp => Transport == SlackTransport.Http || (Transport is null && AppToken.Length == 0 && SigningSecret.Length > 0);

    /// <summary>Whether Slack delivers over Socket Mode.</summary>
    public bool UsesSocketMode => !UsesHttp;

    /// <summary>The Web API's address. Well-known variable: <c>SLACK_API_URL</c>. Default: <c>https://slack.com/api/</c>.</summary>
    [WebAddress]
    public Uri ApiUrl { get; set; } = new("https://slack.com/api/");

    /// <summary>Socket Mode connections kept open: two, so that one is there while Slack refreshes the other. Default: 2.</summary>
    [Range(1, 10)]
    public int Connections { get; set; } = 2;

    /// <summary>Whether direct messages are one conversation or each a session: as the app is declared to Slack. Default: Conversation.</summary>
    public DirectMessages DirectMessages { get; set; }

    /// <summary>How long one call of the Web API may take. Default: 10 s.</summary>
    [Duration(1, 300)]
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How much longer than our patience Slack has for a call that got no answer.</summary>
    internal static TimeSpan Lateness { get; } = TimeSpan.FromSeconds(2);

    /// <summary>Until when Slack may perform a call that gets no answer.</summary>
    /// <param name="left">When it left, by Slack's clock.</param>
    internal DateTimeOffset LastEffect(DateTimeOffset left) => left + RequestTimeout + Lateness;

    /// <summary>The longest <c>Retry-After</c> that is believed: then Slack is asked again. Default: 5 min.</summary>
    [Duration(1, 3600)]
    public TimeSpan MaxRetryAfter { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The time between two calls of <c>conversations.history</c>, and of <c>conversations.replies</c>, for an app that Slack allows one a
    /// minute: distributed, and not in its marketplace. Default: zero, it is learned from what Slack answers.
    /// </summary>
    [Duration(0, 3600)]
    public TimeSpan HistoryInterval { get; set; }
}
