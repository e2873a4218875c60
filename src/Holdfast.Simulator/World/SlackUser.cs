namespace Holdfast.Simulator.World;

/// <summary>A member of the workspace: a person or the bot.</summary>
/// <param name="Id">Such as <c>U0ADA</c>.</param>
/// <param name="Name">The handle, in lower case.</param>
/// <param name="RealName">The name shown.</param>
/// <param name="IsBot">Whether it is a bot: the one under test, or that of another app.</param>
public sealed record SlackUser(string Id, string Name, string RealName, bool IsBot = false)
{
    /// <summary>The IANA name of the zone they live in; null for an account that Slack tells no zone of. Default <c>Europe/London</c>.</summary>
    public string? TimeZone { get; init; } = "Europe/London";

    /// <summary>Their language and country, told where the app asks for it (<c>include_locale</c>). Default <c>en-GB</c>.</summary>
    public string Locale { get; init; } = "en-GB";

    /// <summary>The workspace they are at home in, when it is another: they take part in shared channels (Slack Connect). Default: null.</summary>
    public string? TeamId { get; init; }

    /// <summary>
    /// Whether the account is a guest (<c>is_restricted</c>): only in the channels it was invited to, of which the first is #general.
    /// </summary>
    public bool IsGuest { get; init; }

    /// <summary>Whether it is a guest of one channel only (<c>is_ultra_restricted</c>). Default false.</summary>
    public bool IsOfOneChannel { get; init; }

    /// <summary>Whether it administers the workspace. Default false.</summary>
    public bool IsAdmin { get; init; }

    /// <summary>The id of another app's bot (<c>B…</c>); null for people, and for the bot under test. Default null.</summary>
    public string? BotId { get; init; }

    /// <summary>Whether the account was switched off (<c>deleted</c>).</summary>
    public bool IsDeleted { get; init; }
}
