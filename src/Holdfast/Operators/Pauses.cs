namespace Holdfast.Operators;

/// <summary>What is paused: everything, or single workspaces.</summary>
/// <param name="All">That everything is; null while it is not.</param>
/// <param name="Workspaces">The workspaces that were paused by themselves.</param>
internal sealed record Pauses(PauseState? All, IReadOnlyDictionary<string, PauseState> Workspaces)
{
    /// <summary>Nothing is.</summary>
    public static Pauses None { get; } = new(null, new Dictionary<string, PauseState>());

    /// <summary>Who paused a workspace, or everything, and when; null while it works.</summary>
    public PauseState? Of(string? team) => All ?? (team is null ? null : Workspaces.GetValueOrDefault(team));

    /// <summary>The same with a workspace paused, or going on.</summary>
    /// <param name="team">The workspace; null for all of them, with which those that were paused by themselves go on as well.</param>
    /// <param name="state">Who paused it and when; null for going on.</param>
    public Pauses With(string? team, PauseState? state)
    {
        if (team is null)
            return state is null ? None : this with { All = state };
        var workspaces = Workspaces.Where(paused => paused.Key != team).ToDictionary();
        if (state is not null)
            workspaces.Add(team, state);
        return this with { Workspaces = workspaces };
    }
}
