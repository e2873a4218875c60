using Holdfast.Diagnostics;

namespace Holdfast.Hosting.Doctor.Checks;

/// <summary>Whether the bot token was given what it needs.</summary>
internal sealed class ScopesCheck(DoctorSlack slack) : IDoctorCheck
{
    public string Name => "scopes";

    public IReadOnlyList<string> Needs => ["Slack:BotToken", "Slack:ApiUrl"];

    public async Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        if (await slack.TrySignInAsync(cancellationToken) is not { } me)
            return CheckResult.Skipped("not checked, because the token could not be checked");
        if (me.GrantedScopes is not { } granted)
            return CheckResult.Warning("Slack did not list the token's scopes", "check that Slack:ApiUrl is Slack's own address and that no proxy takes headers away");

        var missing = SlackScopes.All.Where(scope => !granted.Contains(scope.Name, StringComparer.Ordinal)).ToList();
        if (missing.Count == 0)
            return CheckResult.Ok($"all {SlackScopes.All.Count} are granted");
        return new CheckResult(
            missing.Exists(scope => scope.IsRequired) ? CheckStatus.Failed : CheckStatus.Warning,
            string.Join("; ", missing.GroupBy(scope => scope.Without).Select(group => $"without {string.Join(", ", group.Select(scope => scope.Name))} {group.Key}")),
            $"add {string.Join(", ", missing.Select(scope => scope.Name))} under OAuth & Permissions and reinstall the app (docs/slack-setup.md)");
    }
}
