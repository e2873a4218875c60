namespace Holdfast.Simulator.World;

/// <summary>A member of the workspace: a person or the bot.</summary>
/// <param name="Id">Such as <c>U0ADA</c>.</param>
/// <param name="Name">The handle, in lower case.</param>
/// <param name="RealName">The name shown.</param>
/// <param name="IsBot">Whether it is the bot under test.</param>
public sealed record SlackUser(string Id, string Name, string RealName, bool IsBot = false)
{
    /// <summary>The IANA name of the zone they live in; null for an account that Slack tells no zone of. Default <c>Europe/London</c>.</summary>
    public string? TimeZone { get; init; } = "Europe/London";

    /// <summary>The workspace they are at home in, when it is another: they take part in shared channels (Slack Connect). Default: null.</summary>
    public string? TeamId { get; init; }

    /// <summary>Whether the account is a guest (<c>is_restricted</c>).</summary>
    public bool IsGuest { get; init; }

    /// <summary>Whether the account was switched off (<c>deleted</c>).</summary>
    public bool IsDeleted { get; init; }
}
