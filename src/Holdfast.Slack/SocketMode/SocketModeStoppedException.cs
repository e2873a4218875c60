namespace Holdfast.Slack.SocketMode;

/// <summary>Socket Mode ended for a reason that only a person can remove; anything else is retried for ever.</summary>
/// <param name="reason"><c>link_disabled</c>, or the error of the app-level token such as <c>invalid_auth</c>.</param>
/// <param name="innerException">The refused call, if there was one.</param>
public sealed class SocketModeStoppedException(string reason, Exception? innerException = null)
    : Exception(Describe(reason), innerException)
{
    internal const string LinkDisabled = "link_disabled";

    /// <summary><c>link_disabled</c>, or the error of the app-level token such as <c>invalid_auth</c>.</summary>
    public string Reason { get; } = reason;

    private static string Describe(string reason) => reason == LinkDisabled
        ? "Socket Mode is switched off (link_disabled): enable it in the app's settings, then restart."
        : $"Slack refuses the app-level token ({reason}): make a new xapp- token with connections:write, then restart.";
}
