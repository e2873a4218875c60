namespace Holdfast.Hosting.Doctor;

/// <summary>A scope of the bot token.</summary>
/// <param name="Name">In Slack's words.</param>
/// <param name="IsRequired">Whether there is no talking to the bot without it.</param>
/// <param name="Without">What is missing without it.</param>
internal sealed record SlackScope(string Name, bool IsRequired, string Without);

/// <summary>The scopes of the manifest in docs/slack-setup.md; a test holds the two together.</summary>
internal static class SlackScopes
{
    private const string FollowUps = "each follow-up in a thread needs a mention, a thread that the agent is called into is not known to it, and a reply in doubt might appear twice";
    private const string Zones = "timers are read in UTC, and ring only where they were set, and the agent knows people and channels by their ids only";

    public static IReadOnlyList<SlackScope> All { get; } =
    [
        new("app_mentions:read", IsRequired: true, "mentions do not arrive"),
        new("assistant:write", IsRequired: false, "there are no agent sessions, and no stop button of Slack's"),
        new("channels:history", IsRequired: false, FollowUps),
        new("channels:read", IsRequired: false, Zones),
        new("chat:write", IsRequired: true, "there are no replies"),
        new("commands", IsRequired: false, "there is no /holdfast"),
        new("files:read", IsRequired: false, "files and pictures that people send are not read"),
        new("files:write", IsRequired: false, "a very long answer and long output of a job cannot be posted as files"),
        new("groups:history", IsRequired: false, FollowUps),
        new("groups:read", IsRequired: false, Zones),
        new("im:history", IsRequired: true, "direct messages do not arrive"),
        new("im:read", IsRequired: false, Zones),
        new("im:write", IsRequired: false, Zones),
        new("reactions:write", IsRequired: false, "a waiting message shows no reaction"),
        new("usergroups:read", IsRequired: false, "members of user groups cannot approve, groups that are allowed or denied access keep everybody out, and groups have no names"),
        new("users:read", IsRequired: true, "nobody but operators is answered, since guests and people of other organisations cannot be told from others (unless the section Access lets both in)"),
        new("users:read.email", IsRequired: false, "the agent finds nobody by a mail address"),
    ];
}
