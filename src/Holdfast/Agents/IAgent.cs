namespace Holdfast.Agents;

/// <summary>Answers one message. The port behind which model providers and external agents live.</summary>
public interface IAgent
{
    /// <summary>What is recorded and shown as the one who answered: a model's name, or the agent's kind.</summary>
    string Name { get; }

    /// <summary>
    /// Whether it answers without waiting for anything outside the process. The start of such a run is not journalled and no
    /// status is shown: it is over before anybody could look. Default: it does not.
    /// </summary>
    bool IsImmediate => false;

    /// <summary>
    /// Works on a turn, telling what it does as it goes; the last update is an <see cref="AgentUpdate.Answer"/> or
    /// <see cref="AgentUpdate.ApprovalNeeded"/>.
    /// </summary>
    /// <param name="turn">What is asked, with what an interrupted run has done already.</param>
    /// <param name="cancellationToken">Fires on time-out, on a stop, and when the claim was lost.</param>
    /// <exception cref="AgentException">It cannot answer; the exception says whether to try again and what to tell the user.</exception>
    IAsyncEnumerable<AgentUpdate> RunAsync(AgentTurn turn, CancellationToken cancellationToken);
}
