namespace Holdfast.Access;

/// <summary>What somebody is to a workspace.</summary>
/// <param name="Kind">Whether they belong to it.</param>
/// <param name="Home">The workspace they are at home in; null where Slack does not say.</param>
/// <param name="Organisation">The organisation they are at home in; null where they are in none.</param>
internal sealed record Member(MemberKind Kind, string? Home, string? Organisation)
{
    /// <summary>Whether they are at home in one of these.</summary>
    public bool IsOf(ICollection<string> workspaces) =>
        workspaces.Count > 0 && ((Home is { } home && workspaces.Contains(home)) || (Organisation is { } organisation && workspaces.Contains(organisation)));
}

/// <summary>The kinds of members.</summary>
internal enum MemberKind
{
    /// <summary>Belongs to the workspace, or to its organisation.</summary>
    Full,

    /// <summary>A guest of one channel or several.</summary>
    Guest,

    /// <summary>Of another organisation, and in a channel that both share.</summary>
    Outside,
}
