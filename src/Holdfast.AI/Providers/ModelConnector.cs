using Holdfast.AI.Models;
using Holdfast.Http;
using Holdfast.Runs;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;

namespace Holdfast.AI.Providers;

/// <summary>Makes the clients of models, each by its provider's protocol.</summary>
/// <param name="providers">The protocols.</param>
/// <param name="http">Makes the calls.</param>
/// <param name="runs">How long a call may take.</param>
public sealed class ModelConnector(IEnumerable<IModelProvider> providers, OutgoingHttp http, IOptions<RunOptions> runs)
{
    private readonly Dictionary<ModelProvider, IModelProvider> _providers = providers.ToDictionary(provider => provider.Provider);

    /// <summary>The protocol of a model.</summary>
    /// <param name="model">The model.</param>
    public IModelProvider ProviderOf(ConfiguredModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return _providers[model.Provider];
    }

    /// <summary>Makes the client of a model.</summary>
    /// <param name="model">The model.</param>
    public IChatClient Connect(ConfiguredModel model) => ProviderOf(model).CreateClient(model, http.CreateClient(runs.Value.AgentCalls()));
}
