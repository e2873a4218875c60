using Holdfast.Diagnostics;
using Holdfast.Slack;
using Holdfast.Workspaces;
using Microsoft.Extensions.Options;

namespace Holdfast.Hosting.Doctor.Checks;

/// <summary>Whose bot token it is, and that the app-level token is of the same app.</summary>
internal sealed class SlackTokenCheck(DoctorSlack slack, IOptions<SlackOptions> options) : IDoctorCheck
{
    public string Name => "slack token";

    public IReadOnlyList<string> Needs => ["Slack:BotToken", "Slack:ApiUrl"];

    public async Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            var me = await slack.SignInAsync(cancellationToken);
            var who = $"{me.User ?? me.UserId.Value} in {me.Team ?? me.TeamId.Value} ({me.TeamId.Value})";
            if (me.BotId is null)
                return CheckResult.Failed($"the token is the user's {who}, not a bot's", "set Slack:BotToken (SLACK_BOT_TOKEN) to the Bot User OAuth Token, xoxb-...");
            return AppOf(options.Value.AppToken) is { } other && me.AppId is { } app && app != other
                ? CheckResult.Failed($"{who}, of the app {app}; the app token is of the app {other}", SameApp)
                : CheckResult.Ok(who);
        }
        catch (SlackException e)
        {
            return CheckResult.Failed(
                $"{e.Method} failed with {e.Error}", e.IsAuthFailure ? $"{e.Advice} It is set by Slack:BotToken (SLACK_BOT_TOKEN)." : e.Advice);
        }
    }

    /// <summary>The remedy where the two tokens belong to two apps, which is no error to Slack: the bot just never hears of anything.</summary>
    internal const string SameApp = "take both tokens (Slack:BotToken, Slack:AppToken) from the pages of one app";

    /// <summary>An app-level token says in its text which app it is of: <c>xapp-1-A0123-...</c></summary>
    private static string? AppOf(string appToken) => appToken.Split('-') is ["xapp", _, { Length: > 0 } app, ..] && app[0] == 'A' ? app : null;
}
