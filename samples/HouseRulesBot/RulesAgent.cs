using System.Runtime.CompilerServices;
using Holdfast.Agents;

namespace HouseRulesBot;

/// <summary>Answers without a model.</summary>
public sealed class RulesAgent(Rules rules) : IAgent
{
    public string Name => "house rules";

    public async IAsyncEnumerable<AgentUpdate> RunAsync(AgentTurn turn, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A follow-up such as "and on Sundays?" is about what was asked before.
        var before = await turn.Memory.GetTurnsAsync(turn.Conversation, cancellationToken);
        var rule = rules.About(turn.Content.Text) ?? before.Reverse().Select(said => rules.About(said.Content.Text)).FirstOrDefault(found => found is not null);
        yield return new AgentUpdate.Answer(rule ?? $"I know about {string.Join(", ", rules.Topics)}. Which is it?");
    }
}
