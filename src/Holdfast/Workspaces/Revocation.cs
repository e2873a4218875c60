using System.Collections.Concurrent;
using System.Text.Json;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Slack;
using Holdfast.Storage;
using Microsoft.Extensions.Logging;

namespace Holdfast.Workspaces;

/// <summary>
/// Which workspaces took the app's rights away. That one did is a record, kept with the event that says so: Slack tells one worker,
/// and all of them stop working for it. <see cref="TokenWatch"/> finds out when the token works again.
/// </summary>
/// <param name="store">Where it is kept.</param>
/// <param name="gate">Closed for a workspace that has taken them away; opened by whoever has seen its token work.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where it is told.</param>
public sealed partial class Revocation(IHoldfastStore store, WorkGate gate, TimeProvider time, ILogger<Revocation> logger) : IRecordFollower, IDisposable
{
    private const string Kind = "revoked";

    /// <summary>More workspaces than take the rights away and are not forgotten.</summary>
    private const int MaxRevoked = 10_000;

    private readonly SemaphoreSlim _one = new(1);
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<TeamId, RevocationState> _states = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What was taken away and when, by workspace.</summary>
    public IReadOnlyDictionary<TeamId, RevocationState> States => _states;

    /// <summary>The record that says it, to be kept along with the event.</summary>
    /// <param name="team">The workspace.</param>
    /// <param name="reason">The event.</param>
    public StoredRecord Record(TeamId team, string reason) =>
        Change(team, JsonSerializer.Serialize(new RevocationState(reason, time.GetUtcNow()), RevocationJson.Default.RevocationState));

    /// <summary>
    /// Takes over what is kept of a workspace, whoever kept it. That the rights are back opens nothing yet: another worker's token says nothing
    /// of this one's.
    /// </summary>
    /// <param name="team">The workspace.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task FollowAsync(TeamId team, CancellationToken cancellationToken)
    {
        // Read and done by one after the other: an older reading must not undo what a newer one has done.
        await _one.WaitAsync(cancellationToken);
        try
        {
            Follow(team, await ReadAsync(team, cancellationToken));
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>The same of all workspaces.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task FollowAsync(CancellationToken cancellationToken)
    {
        var kept = await store.FindRecordsAsync(new RecordQuery(Kind), MaxRevoked, cancellationToken);
        foreach (var team in kept.Select(static record => new TeamId(record.Key.Name)).Union(_states.Keys))
            await FollowAsync(team, cancellationToken);
    }

    /// <summary>The record of a workspace that took the rights away; there is none while the app has them.</summary>
    /// <param name="team">The workspace.</param>
    public static RecordKey KeyOf(TeamId team) => new(Kind, team.Value);

    /// <summary>This worker's token was seen to work in a workspace: the rights are there, for every worker, and this one works.</summary>
    /// <param name="team">The workspace.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task AcceptedAsync(TeamId team, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (await ReadAsync(team, cancellationToken) is not null)
                await store.AppendAsync([Cleared(team)], cancellationToken);
            Follow(team, state: null);
            gate.Open(team.Value);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Returns when a workspace has taken the rights away, or the app has them, as the case may be.</summary>
    /// <param name="team">The workspace.</param>
    /// <param name="isRevoked">What to wait for.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task WaitAsync(TeamId team, bool isRevoked, CancellationToken cancellationToken) =>
        FirstAsync(() => _states.ContainsKey(team) == isRevoked ? team : null, cancellationToken);

    /// <summary>Returns when a workspace has taken the rights away that is none of these.</summary>
    /// <param name="known">Those.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<TeamId> WaitForAnotherAsync(IReadOnlyCollection<TeamId> known, CancellationToken cancellationToken) =>
        FirstAsync(() => _states.Keys.Except(known).Select(static team => (TeamId?)team).FirstOrDefault(), cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private static StoredRecord Change(TeamId team, string? value) => KeyOf(team).With(value) with { Team = team.Value, IsAnnounced = true };

    /// <summary>The first workspace that is looked for, now or after a change.</summary>
    private async Task<TeamId> FirstAsync(Func<TeamId?> look, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (look() is { } found)
                    return found;
                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    private async Task<RevocationState?> ReadAsync(TeamId team, CancellationToken cancellationToken)
    {
        var value = await store.GetValueAsync(KeyOf(team), cancellationToken);
        return value is null ? null : JsonSerializer.Deserialize(value, RevocationJson.Default.RevocationState);
    }

    private NewItem Cleared(TeamId team)
    {
        var id = ItemId.New(time);
        return new NewItem
        {
            Id = id,
            Queue = LaneQueue.Interactive,
            Lane = $"token/{team}",
            Kind = "token_accepted",
            Payload = default,
            DedupeKey = $"token:{id}",
            Settled = Settlement.Ignored("Slack takes the token again"),
            Records = [Change(team, null)],
        };
    }

    private void Follow(TeamId team, RevocationState? state)
    {
        if (state == _states.GetValueOrDefault(team))
            return;
        lock (_lock)
        {
            if (state is null)
                _states.TryRemove(team, out _);
            else
                _states[team] = state;
            _changed.TrySetResult();
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        if (state is null)
        {
            LogBack(team);
            return;
        }

        gate.Close(team.Value, state.Reason);
        LogRevoked(team, state.Reason, state.At);
    }

    [LoggerMessage(640, LogLevel.Critical,
        "The workspace {Team} took the app's rights away ({Reason}, {At:u}): events are kept and nothing is answered until Slack takes the bot token again, which it is asked every minute. Install the app again; a new token needs a restart")]
    private partial void LogRevoked(TeamId team, string reason, DateTimeOffset at);

    [LoggerMessage(641, LogLevel.Warning, "The app has its rights in the workspace {Team} again")]
    private partial void LogBack(TeamId team);
}
