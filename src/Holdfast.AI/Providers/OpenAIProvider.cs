using Holdfast.AI.Models;
using Holdfast.AI.OpenAI;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.AI.Providers;

/// <summary>OpenAI, and everybody else who speaks its protocols.</summary>
internal sealed class OpenAIProvider(IOptions<OpenAIOptions> options, ILogger<OpenAIProvider> logger) : IModelProvider
{
    /// <inheritdoc/>
    public ModelProvider Provider => ModelProvider.OpenAI;

    /// <inheritdoc/>
    public string Section => "OpenAI";

    /// <inheritdoc/>
    public Uri AddressOf(ConfiguredModel model) => OptionsOf(model).BaseUrl;

    /// <inheritdoc/>
    public IChatClient CreateClient(ConfiguredModel model, HttpClient http) => OpenAIClients.CreateChatClient(OptionsOf(model), model.Model, http, logger);

    /// <inheritdoc/>
    public HttpRequestMessage CreateLookup(ConfiguredModel model, string? one)
    {
        var own = OptionsOf(model);
        var address = new UriBuilder(own.Root);
        address.Path = $"{address.Path.TrimEnd('/')}/models{(one is null ? "" : $"/{Uri.EscapeDataString(one)}")}";
        var request = new HttpRequestMessage(HttpMethod.Get, address.Uri);
        own.Authorize(request);
        return request;
    }

    private OpenAIOptions OptionsOf(ConfiguredModel model) => options.Value.With(model.ApiKey, model.BaseUrl);
}
