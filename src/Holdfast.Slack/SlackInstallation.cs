namespace Holdfast.Slack;

/// <summary>
/// Which installation of an app Slack means. What a person of another organisation does in a shared channel (Slack Connect) comes with
/// their own workspace in some places and with the app's in others; the app's is the one whose token can answer.
/// </summary>
internal static class SlackInstallation
{
    /// <summary>The workspace in which the app is installed, or the organisation, when it is installed for all of it.</summary>
    /// <param name="installed">The workspace that Slack names as that of the installation.</param>
    /// <param name="happened">Where it happened, which is the same outside shared channels.</param>
    /// <param name="enterprise">The organisation of the installation.</param>
    /// <param name="isEnterpriseInstall">Whether the app is installed for a whole organisation.</param>
    /// <returns>The id; null when Slack names none.</returns>
    internal static string? Of(string? installed, string? happened, string? enterprise, bool isEnterpriseInstall) =>
        (isEnterpriseInstall ? enterprise : null) ?? installed ?? happened;
}
