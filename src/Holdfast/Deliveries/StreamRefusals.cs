using Holdfast.Caching;
using Holdfast.Slack;

namespace Holdfast.Deliveries;

/// <summary>Remembers in which workspaces messages cannot be streamed, for lack of the feature or of a right.</summary>
/// <param name="time">The clock.</param>
public sealed class StreamRefusals(TimeProvider time)
{
    private const int MaxRemembered = 10_000;

    /// <summary>After this it is tried again: Slack brings what is new to one workspace after the other.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromHours(1);

    private readonly ExpiringCache<string, bool> _workspaces = new(Memory, MaxRemembered, time);

    /// <summary>Whether nothing can be streamed in a workspace.</summary>
    /// <param name="team">The workspace.</param>
    public bool Knows(string team) => _workspaces.TryGet(team, out _);

    /// <summary>Whether Slack refused to stream for good: not this message alone, nor because it is busy.</summary>
    internal static bool IsRefusal(SlackException error) => !error.IsTransient && !error.IsOutcomeUnknown && !error.IsAuthFailure && error.HttpStatus != 429;

    /// <summary>Slack refused to stream. What is about the place alone, such as a channel that the app is not in, says nothing of others.</summary>
    internal void Add(string team, SlackException error)
    {
        if (error.Error is "unknown_method" or "method_deprecated" or "missing_scope" or "not_allowed_token_type" or "feature_disabled" or "team_access_not_granted" or "deprecated_endpoint" or "access_denied")
            _workspaces.Set(team, true);
    }
}
