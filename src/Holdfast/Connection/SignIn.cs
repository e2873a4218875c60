using Holdfast.Diagnostics;
using Holdfast.Lanes;
using Holdfast.Workspaces;
using Microsoft.Extensions.Hosting;

namespace Holdfast.Connection;

/// <summary>Whether the bot has signed in. Until then no work is done: nobody knows who it is.</summary>
public sealed class SignIn
{
    private const string NotSignedIn = "not signed in to Slack yet";

    private readonly IWorkspaces _workspaces;
    private readonly WorkGate _gate;
    private readonly Revocation _revocation;
    private readonly StopReason _stop;
    private readonly IHostApplicationLifetime _lifetime;
    private bool _isDone;

    /// <summary>Makes it, and closes the gate.</summary>
    public SignIn(IWorkspaces workspaces, WorkGate gate, Revocation revocation, StopReason stop, IHostApplicationLifetime lifetime)
    {
        ArgumentNullException.ThrowIfNull(gate);
        (_workspaces, _gate, _revocation, _stop, _lifetime) = (workspaces, gate, revocation, stop, lifetime);
        gate.Close(NotSignedIn);
    }

    /// <summary>Signs in, once.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="Slack.SlackException">Slack does not let it.</exception>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        if (_isDone)
            return;

        // What may fail comes first: with the gate closed all would be taken in and nothing done.
        foreach (var workspace in await _workspaces.SignInAsync(cancellationToken))
            await _revocation.AcceptedAsync(workspace.Team, cancellationToken);
        _isDone = true;
        _gate.Open();
    }

    /// <summary>Ends the server, because only a person can mend what is wrong.</summary>
    /// <param name="message">What is wrong, and what to do.</param>
    public void GiveUp(string message)
    {
        _stop.Set(message, needsPerson: true);

        // Slack may have answered before the host has started, and to a stop in its start the host says that it failed to start.
        _lifetime.ApplicationStarted.Register(_lifetime.StopApplication);
    }
}
