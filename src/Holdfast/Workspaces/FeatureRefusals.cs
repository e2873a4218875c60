using Holdfast.Caching;
using Holdfast.Slack;

namespace Holdfast.Workspaces;

/// <summary>Remembers in which workspaces something of Slack's cannot be used, because they or the app do not have it.</summary>
/// <param name="besides">Slack's codes that say so for this method alone.</param>
/// <param name="time">The clock.</param>
public abstract class FeatureRefusals(IReadOnlyList<string> besides, TimeProvider time)
{
    private const int MaxRemembered = 10_000;

    /// <summary>After this it is tried again: Slack brings what is new to one workspace after the other.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromHours(1);

    private static readonly string[] Codes = ["unknown_method", "method_deprecated", "deprecated_endpoint", "missing_scope", "feature_disabled", "access_denied"];

    private readonly ExpiringCache<string, bool> _workspaces = new(Memory, MaxRemembered, time);

    /// <summary>Whether it cannot be used in a workspace.</summary>
    /// <param name="team">The workspace.</param>
    public bool Knows(string team) => _workspaces.TryGet(team, out _);

    /// <summary>Slack refused it. What is about the place alone, such as a channel that the app is not in, says nothing of others.</summary>
    internal void Add(string team, SlackException error)
    {
        if (Codes.Contains(error.Error) || besides.Contains(error.Error))
            _workspaces.Set(team, true);
    }
}
