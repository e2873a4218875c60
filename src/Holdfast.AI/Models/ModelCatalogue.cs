using System.Collections.Concurrent;
using Holdfast.Agents;
using Microsoft.Extensions.AI;

namespace Holdfast.AI.Models;

/// <summary>Hands out the models that may answer. What was learned of each is kept with it, for as long as the process lives.</summary>
/// <param name="configured">The models as the configuration has them.</param>
/// <param name="connect">Makes the client of one.</param>
/// <param name="time">The clock.</param>
internal sealed class ModelCatalogue(ConfiguredModels configured, Func<ConfiguredModel, IChatClient> connect, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, ChatModel> _models = new(StringComparer.Ordinal);

    /// <summary>What the agent is called before a model has answered.</summary>
    public string DefaultName => configured.Default.Name;

    /// <summary>The models that may answer a turn, in the order in which they are asked; at least one.</summary>
    /// <param name="turn">The turn.</param>
    public IReadOnlyList<ChatModel> For(AgentTurn turn) => [.. configured.For(turn.Channel, turn.Settings).Select(Of)];

    private ChatModel Of(ConfiguredModel model) => _models.GetOrAdd(model.Name, _ => new ChatModel(model, connect(model), time));
}
