namespace Holdfast.Slack.SocketMode;

/// <summary>Slack does not let the app connect, for a reason that only a person can remove.</summary>
/// <param name="Reason"><c>link_disabled</c>, or the error code of the call such as <c>invalid_auth</c>.</param>
/// <param name="Since">Since when.</param>
public sealed record SocketModeRefusal(string Reason, DateTimeOffset Since)
{
    internal const string LinkDisabled = "link_disabled";

    /// <summary>What is wrong, and what a person is to do.</summary>
    public string Remedy => RemedyOf(Reason);

    internal static string RemedyOf(string reason) => reason switch
    {
        LinkDisabled => "Socket Mode is switched off (link_disabled): enable it in the app's settings.",
        _ when SlackErrors.IsAuthFailure(reason) => $"Slack refuses the app-level token ({reason}): make a new xapp- token with connections:write.",
        _ => $"Slack refuses Socket Mode ({reason}): look at the app's settings and at the scope connections:write of its app-level token.",
    };
}
