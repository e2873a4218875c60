using Holdfast.Slack;

namespace Holdfast.Workspaces;

/// <summary>The workspace that the bot works in, and who it is there; known once Slack has accepted the token.</summary>
public sealed class Workspace
{
    private readonly TaskCompletionSource<BotIdentity> _identity = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Who the bot is; null until Slack has said so.</summary>
    public BotIdentity? Identity { get; private set; }

    /// <summary>Who the bot is, as soon as Slack has said so.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<BotIdentity> GetIdentityAsync(CancellationToken cancellationToken) => _identity.Task.WaitAsync(cancellationToken);

    /// <summary>Slack has said who the bot is.</summary>
    /// <param name="identity">The answer.</param>
    public void SignedIn(BotIdentity identity)
    {
        Identity = identity;
        _identity.TrySetResult(identity);
    }
}

/// <summary>Who the bot is.</summary>
/// <param name="Team">The workspace in which the app is installed, or the organisation, when it is installed for all of it.</param>
/// <param name="User">The user that people mention.</param>
/// <param name="Bot">The id that its messages carry.</param>
public sealed record BotIdentity(TeamId Team, UserId User, string? Bot)
{
    /// <summary>
    /// Whether an event, a click or a command is for this installation. Over the sockets of an app come those of every workspace that has
    /// it, and none but ours is anything that this token may answer.
    /// </summary>
    /// <param name="installation">
    /// The installation that Slack names, which is not where the person is at home: people of other organisations take part in shared
    /// channels. Null, which Slack never sends, passes.
    /// </param>
    public bool IsFor(string? installation) => installation is null || installation == Team.Value;
}
