namespace Holdfast.Slack;

/// <summary>
/// A token read from a file often ends in a line break; Slack would answer a riddle (not_authed), so it is refused here.
/// </summary>
internal static class SlackToken
{
    internal static void Check(string token, string parameter)
    {
        ArgumentException.ThrowIfNullOrEmpty(token, parameter);
        if (token.AsSpan().ContainsAnyExceptInRange('!', '~'))
            throw new ArgumentException("The token holds a blank, a line break or another character that no token has.", parameter);
    }
}
