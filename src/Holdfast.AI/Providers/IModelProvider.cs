using Holdfast.AI.Models;
using Microsoft.Extensions.AI;

namespace Holdfast.AI.Providers;

/// <summary>A provider's protocol: how models are asked by it.</summary>
public interface IModelProvider
{
    /// <summary>Which models are asked by it.</summary>
    ModelProvider Provider { get; }

    /// <summary>The section of the configuration with the key and the address of models that have none of their own.</summary>
    string Section { get; }

    /// <summary>The endpoint of a model.</summary>
    /// <param name="model">The model.</param>
    Uri AddressOf(ConfiguredModel model);

    /// <summary>Makes a client for a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="http">The HTTP client, with no limit that is shorter than a run's: a run is bounded by its own.</param>
    IChatClient CreateClient(ConfiguredModel model, HttpClient http);

    /// <summary>A request that asks which models the endpoint has, or for one of them. It costs nothing.</summary>
    /// <param name="model">The model of whose endpoint, and with whose key.</param>
    /// <param name="one">The name of the one to ask for; null for the list.</param>
    HttpRequestMessage CreateLookup(ConfiguredModel model, string? one);
}
