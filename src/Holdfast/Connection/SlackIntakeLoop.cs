using Holdfast.Diagnostics;
using Holdfast.Slack;
using Microsoft.Extensions.Logging;

namespace Holdfast.Connection;

/// <summary>Signs in to Slack, and then takes in what it delivers. Until it has signed in, nothing is worked on.</summary>
/// <param name="name">The loop's name, for people.</param>
/// <param name="signIn">How it is signed in.</param>
/// <param name="health">Where its state is shown.</param>
/// <param name="metrics">Where its failures are counted.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where its failures are logged.</param>
public abstract class SlackIntakeLoop(string name, SignIn signIn, LoopHealth health, HoldfastMetrics metrics, TimeProvider time, ILogger logger)
    : SupervisedLoop(name, health, metrics, time, logger), ISlackIntake
{
    /// <inheritdoc/>
    public abstract string? ClosedBecause { get; }

    /// <inheritdoc/>
    public virtual bool IsHearing => ClosedBecause is null;

    /// <inheritdoc/>
    public abstract IReadOnlyList<string> Problems { get; }

    /// <inheritdoc/>
    public abstract bool IsRefused { get; }

    /// <inheritdoc/>
    public abstract IReadOnlyList<IntakeConnection> Connections { get; }

    /// <inheritdoc/>
    public abstract DateTimeOffset? LastAliveAt { get; }

    /// <summary>Takes in what Slack delivers, until it is stopped.</summary>
    /// <param name="stopping">Stops it.</param>
    protected abstract Task ReceiveAsync(CancellationToken stopping);

    /// <inheritdoc/>
    protected sealed override async Task RunAsync(CancellationToken stopping)
    {
        await signIn.EnsureAsync(stopping);
        await ReceiveAsync(stopping);
    }

    /// <inheritdoc/>
    protected override bool IsFinal(Exception error)
    {
        // A token that never worked is a mistake of configuration. One that stopped working does not come here: it is tried again.
        if (error is not SlackException { IsAuthFailure: true })
            return false;
        signIn.GiveUp($"{error.Message} It is set by Slack:BotToken (SLACK_BOT_TOKEN).");
        return true;
    }
}
