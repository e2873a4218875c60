using System.Runtime.CompilerServices;
using Holdfast.Agents;
using Holdfast.Testing;

namespace Holdfast.Tests.Runs;

/// <summary>An agent that does what a test says.</summary>
internal sealed class ScriptedAgent : IAgent
{
    public Func<AgentTurn, CancellationToken, IAsyncEnumerable<AgentUpdate>> Script { get; set; } = (_, _) => throw new InvalidOperationException("No script.");

    public Counted Begun { get; } = new("runs of the agent");

    public AgentTurn? LastTurn { get; private set; }

    public string Name => "scripted";

    public bool IsImmediate { get; set; }

    public void Says(params AgentUpdate[] updates) => Script = (_, _) => updates.ToAsyncEnumerable();

    /// <summary>It reads the conversation before it answers, as the chat agent does.</summary>
    public void Reads(string answer) => Script = (turn, cancellationToken) => ReadAsync(turn, answer, cancellationToken);

    /// <summary>It does something before it fails.</summary>
    public void FailsAfter(Exception error, params AgentUpdate[] updates) => Script = (_, _) => FailAsync(error, updates);

    public void Fails(Exception error) => Script = (_, _) => throw error;

    public IAsyncEnumerable<AgentUpdate> RunAsync(AgentTurn turn, CancellationToken cancellationToken)
    {
        LastTurn = turn;
        Begun.Happened();
        return Script(turn, cancellationToken);
    }

    private static async IAsyncEnumerable<AgentUpdate> ReadAsync(
        AgentTurn turn, string answer, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await turn.Memory.GetTurnsAsync(turn.Conversation, cancellationToken);
        yield return new AgentUpdate.Answer(answer);
    }

    private static async IAsyncEnumerable<AgentUpdate> FailAsync(Exception error, AgentUpdate[] updates)
    {
        foreach (var update in updates)
            yield return update;
        await Task.CompletedTask;
        throw error;
    }
}
