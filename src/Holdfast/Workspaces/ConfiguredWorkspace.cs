using Holdfast.Lanes;
using Holdfast.Slack;
using Holdfast.Slack.WebApi;
using Holdfast.Slack.WebApi.Auth;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.Workspaces;

/// <summary>The one workspace whose bot token is configured: which it is, Slack says at the sign-in.</summary>
/// <param name="client">Calls Slack.</param>
/// <param name="gate">Is told which the only workspace is.</param>
/// <param name="options">The token.</param>
/// <param name="logger">Where it is told.</param>
public sealed partial class ConfiguredWorkspace(SlackWebClient client, WorkGate gate, IOptions<SlackOptions> options, ILogger<ConfiguredWorkspace> logger)
    : IWorkspaces
{
    private readonly TaskCompletionSource _signedIn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SlackApi _slack = new(client, _ => ValueTask.FromResult(options.Value.BotToken));
    private Task<AuthTestResponse>? _early;

    /// <inheritdoc/>
    public WorkspaceContext? Configured { get; private set; }

    /// <inheritdoc/>
    public bool IsSingle => true;

    /// <inheritdoc/>
    public WorkspaceContext? Find(TeamId team) => Configured is { } signedIn && signedIn.Team == team ? signedIn : null;

    /// <inheritdoc/>
    public async ValueTask<WorkspaceContext?> FindAsync(TeamId team, CancellationToken cancellationToken)
    {
        if (Configured is null)
            await _signedIn.Task.WaitAsync(cancellationToken);
        return Find(team);
    }

    /// <inheritdoc/>
    public void BeginSignIn() => _early = Task.Run(() => _slack.CallAsync(new AuthTestRequest(), CancellationToken.None));

    /// <inheritdoc/>
    public async Task<IReadOnlyList<WorkspaceContext>> SignInAsync(CancellationToken cancellationToken)
    {
        var me = await AskAsync(cancellationToken);
        var installed = me.IsEnterpriseInstall && TeamId.TryParse(me.EnterpriseId, out var organisation) ? organisation : me.TeamId;
        var bot = new BotIdentity(installed, me.UserId, me.BotId?.Value) 
        {
            DirectMessages = options.Value.DirectMessages, Organisation = me.EnterpriseId,
        };
        Configured ??= new WorkspaceContext(bot, _slack, new WorkspacePolicy(IsConfigured: true));
        gate.Know(Configured.Team.Value);
        if (_signedIn.TrySetResult())
            LogSignedIn(me.User ?? me.UserId.Value, me.Team ?? me.TeamId.Value);
        return [Configured];
    }

    /// <summary>Who the bot is: the answer to the early question, once; each further one is asked now.</summary>
    private Task<AuthTestResponse> AskAsync(CancellationToken cancellationToken) =>
        Interlocked.Exchange(ref _early, null) is { } early
            ? early.WaitAsync(cancellationToken)
            : _slack.CallAsync(new AuthTestRequest(), cancellationToken);

    [LoggerMessage(600, LogLevel.Information, "Signed in to Slack as {Bot} in {Team}")]
    private partial void LogSignedIn(string bot, string team);
}
