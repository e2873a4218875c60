namespace Holdfast.Slack.SocketMode;

/// <summary>
/// Socket Mode was refused before it had ever worked, for a reason that only a person can remove: a mistake of configuration. Anything
/// else is tried again for ever.
/// </summary>
/// <param name="reason"><c>link_disabled</c>, or the error of the app-level token such as <c>invalid_auth</c>.</param>
/// <param name="innerException">The refused call, if there was one.</param>
public sealed class SocketModeStoppedException(string reason, Exception? innerException = null)
    : Exception($"{SocketModeRefusal.RemedyOf(reason)} Then start again.", innerException)
{
    /// <summary><c>link_disabled</c>, or the error of the app-level token such as <c>invalid_auth</c>.</summary>
    public string Reason { get; } = reason;
}
