using System.Runtime.CompilerServices;

namespace Holdfast.Agents;

/// <summary>Answers <c>echo &lt;text&gt;</c>: shows that the way from Slack and back works, and measures it without a model.</summary>
public sealed class EchoAgent : IAgent
{
    /// <inheritdoc/>
    public string Name => "echo";

    /// <inheritdoc/>
    public bool IsImmediate => true;

    /// <inheritdoc/>
    public async IAsyncEnumerable<AgentUpdate> RunAsync(AgentTurn turn, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(turn);
        cancellationToken.ThrowIfCancellationRequested();
        await ValueTask.CompletedTask;
        yield return new AgentUpdate.Answer($"echo {turn.Content.Text}");
    }
}
