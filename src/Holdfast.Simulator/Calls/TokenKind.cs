namespace Holdfast.Simulator.Calls;

/// <summary>Which kind of token a call came with, or a method wants.</summary>
public enum TokenKind
{
    /// <summary>None.</summary>
    None,

    /// <summary>A bot token, <c>xoxb-…</c>.</summary>
    Bot,

    /// <summary>An app-level token, <c>xapp-…</c>.</summary>
    App,

    /// <summary>A user token, <c>xoxp-…</c>, which the app here has not.</summary>
    User,
}
