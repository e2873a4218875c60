using Holdfast.AI.Anthropic;
using Holdfast.AI.Models;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.AI.Providers;

/// <summary>Anthropic, and others who speak its Messages.</summary>
internal sealed class AnthropicProvider(IOptions<AnthropicOptions> options, ILogger<AnthropicProvider> logger) : IModelProvider
{
    /// <inheritdoc/>
    public ModelProvider Provider => ModelProvider.Anthropic;

    /// <inheritdoc/>
    public string Section => AnthropicOptions.Section;

    /// <inheritdoc/>
    public Uri AddressOf(ConfiguredModel model) => OptionsOf(model).BaseUrl;

    /// <inheritdoc/>
    public IChatClient CreateClient(ConfiguredModel model, HttpClient http) => AnthropicClients.CreateChatClient(OptionsOf(model), model.Model, http, logger);

    /// <inheritdoc/>
    public HttpRequestMessage CreateLookup(ConfiguredModel model, string? one)
    {
        var own = OptionsOf(model);
        var request = new HttpRequestMessage(HttpMethod.Get, own.AddressOf(one is null ? "models?limit=1000" : $"models/{Uri.EscapeDataString(one)}"));
        own.Authorize(request);
        return request;
    }

    private AnthropicOptions OptionsOf(ConfiguredModel model) => options.Value.With(model.ApiKey, model.BaseUrl);
}
