using System.Collections.Concurrent;
using Holdfast.Slack;
using Holdfast.Slack.WebApi;
using Holdfast.Tests.Ingress;
using Holdfast.Workspaces;

namespace Holdfast.Tests.Workspaces;

/// <summary>The workspaces that a test is signed in to. The first is the one that the configuration speaks of.</summary>
/// <param name="slack">Slack; null for tests that call nothing.</param>
internal sealed class TestWorkspaces(SlackWebClient? slack = null) : IWorkspaces
{
    private readonly ConcurrentDictionary<TeamId, WorkspaceContext> _contexts = [];
    private readonly TaskCompletionSource _signedIn = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The tokens by workspace; one that is set is used from the next call on.</summary>
    public ConcurrentDictionary<TeamId, string> Tokens { get; } = [];

    public WorkspaceContext? Configured { get; private set; }

    public bool IsSingle { get; init; } = true;

    /// <summary>One workspace, T1, with the token xoxb-1.</summary>
    public static TestWorkspaces One(SlackWebClient? slack = null)
    {
        var workspaces = new TestWorkspaces(slack);
        workspaces.SignedIn(Envelopes.Me);
        return workspaces;
    }

    public void SignedIn(BotIdentity me, string token = "xoxb-1")
    {
        Tokens[me.Team] = token;
        var context = new WorkspaceContext(
            me, new SlackApi(slack!, _ => ValueTask.FromResult(Tokens[me.Team])), new WorkspacePolicy(IsConfigured: Configured is null || Configured.Team == me.Team));
        _contexts[me.Team] = context;
        Configured ??= context;
        _signedIn.TrySetResult();
    }

    /// <summary>The app is taken out of a workspace.</summary>
    public void Remove(TeamId team) => _contexts.TryRemove(team, out _);

    public Task<IReadOnlyList<WorkspaceContext>> SignInAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<WorkspaceContext>>([.. _contexts.Values]);

    public WorkspaceContext? Find(TeamId team) => _contexts.GetValueOrDefault(team);

    public async ValueTask<WorkspaceContext?> FindAsync(TeamId team, CancellationToken cancellationToken)
    {
        await _signedIn.Task.WaitAsync(cancellationToken);
        return Find(team);
    }
}
