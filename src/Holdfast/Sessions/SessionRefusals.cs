using Holdfast.Caching;
using Holdfast.Slack;

namespace Holdfast.Sessions;

/// <summary>Remembers which workspaces have no sessions of agents, or none for this app.</summary>
/// <param name="time">The clock.</param>
public sealed class SessionRefusals(TimeProvider time)
{
    private const int MaxRemembered = 10_000;

    /// <summary>After this it is tried again: Slack brings what is new to one workspace after the other.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromHours(1);

    private readonly ExpiringCache<string, bool> _workspaces = new(Memory, MaxRemembered, time);

    /// <summary>Whether there are no sessions in a workspace.</summary>
    /// <param name="team">The workspace.</param>
    public bool Knows(string team) => _workspaces.TryGet(team, out _);

    /// <summary>Slack refused to set a session's status. What is about the place alone says nothing of others.</summary>
    internal void Add(string team, SlackException error)
    {
        if (error.Error is "feature_disabled" or "not_authorized" or "unknown_method" or "missing_scope" or "method_deprecated" or "not_allowed_token_type" or "team_access_not_granted" or "deprecated_endpoint" or "access_denied")
            _workspaces.Set(team, true);
    }

    /// <summary>Whether the call was refused, and would be if it were repeated.</summary>
    internal static bool IsRefusal(SlackException error) => error is { IsTransient: false, IsOutcomeUnknown: false, IsAuthFailure: false, HttpStatus: not 429 };
}
