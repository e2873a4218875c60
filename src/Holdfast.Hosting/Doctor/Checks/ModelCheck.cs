using System.Net;
using System.Text.Json;
using Holdfast.AI.Models;
using Holdfast.AI.Providers;
using Holdfast.Agents;
using Holdfast.Configuration;
using Holdfast.Diagnostics;
using Holdfast.Http;
using Microsoft.Extensions.Options;

namespace Holdfast.Hosting.Doctor.Checks;

/// <summary>Whether the provider of every model answers, takes the key and knows the model. The models themselves are not asked: that may cost money.</summary>
internal sealed class ModelCheck(OutgoingHttp http, IOptions<AgentOptions> agent, ConfiguredModels models, ModelConnector connector) : IDoctorCheck
{
    private const int MaxListBytes = 16 * 1024 * 1024;

    public string Name => "model";

    public IReadOnlyList<string> Needs => ["OpenAI:ApiKey", "OpenAI:BaseUrl", "Anthropic:ApiKey", "Anthropic:BaseUrl", "Agent:Kind", "Agent:Model", "Agent:Fallbacks", "Agent:ChannelModels", "Models:"];

    public async Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        if (agent.Value.Kind != AgentKind.Chat)
            return CheckResult.Skipped($"not needed: Agent:Kind is {agent.Value.Kind}");
        var results = await Task.WhenAll(models.Used.Select(model => RunAsync(model, cancellationToken)));
        var worst = results.Max(result => result.Status);
        var remedies = results.Select(result => result.Remedy).OfType<string>().Distinct().ToList();
        return new CheckResult(worst, string.Join("; ", results.Select(result => result.Message)), remedies.Count == 0 ? null : string.Join("; ", remedies));
    }

    private async Task<CheckResult> RunAsync(ConfiguredModel model, CancellationToken cancellationToken)
    {
        var provider = connector.ProviderOf(model);
        var host = provider.AddressOf(model).Authority;
        var (key, address, name) = (Setting(model, provider, "ApiKey"), Setting(model, provider, "BaseUrl"), model.IsNamed ? $"Models:{model.Name}:Model" : "Agent:Model");
        try
        {
            using var list = await GetAsync(provider.CreateLookup(model, one: null), cancellationToken);
            if (list.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
                return CheckResult.Failed($"{host} refuses the key ({(int)list.StatusCode})", $"set {key} to a valid key of this provider");
            if (!list.IsSuccessStatusCode || await ReadAsync(list, cancellationToken) is not { } known)
                return Unlisted(host, list.StatusCode, address);
            if (known.Contains(model.Model, StringComparer.Ordinal) || await IsKnownAsync(provider, model, cancellationToken))
                return CheckResult.Ok($"{model.Model} at {host}");
            var nearest = known.MinBy(candidate => EditDistance.Between(model.Model, candidate));
            return CheckResult.Failed(
                $"{host} takes the key, but does not know the model {model.Model}",
                nearest is null ? $"set {name} to a model of this provider" : $"set {name} to one of the {known.Count} models it lists, for instance {nearest}");
        }
        catch (HttpRequestException e)
        {
            return CheckResult.Failed($"{host} cannot be reached: {e.Message}", $"check {address}, the network and HTTPS_PROXY, and that the endpoint runs");
        }
    }

    /// <summary>Where a model's key or address is set.</summary>
    private static string Setting(ConfiguredModel model, IModelProvider provider, string setting)
    {
        var isOwn = setting == "ApiKey" ? model.ApiKey is not null : model.BaseUrl is not null;
        return isOwn ? $"Models:{model.Name}:{setting}" : $"{provider.Section}:{setting} ({provider.Section.ToUpperInvariant()}_{(setting == "ApiKey" ? "API_KEY" : "BASE_URL")})";
    }

    private static CheckResult Unlisted(string host, HttpStatusCode status, string address) => (int)status switch
    {
        >= 500 => CheckResult.Failed($"{host} answers {(int)status}", "look at the provider's status page, or the log of your own endpoint"),
        429 => CheckResult.Warning($"{host} answers 429: too many requests, or no credit left", "check the limits and the credit of the account"),
        _ => CheckResult.Warning(
            $"{host} answers, but lists no models ({(int)status}): neither the key nor the model could be checked",
            $"check that {address} ends where the provider says, or ask the bot something"),
    };

    /// <summary>Some providers take names that they do not list, such as one without its version.</summary>
    private async Task<bool> IsKnownAsync(IModelProvider provider, ConfiguredModel model, CancellationToken cancellationToken)
    {
        using var found = await GetAsync(provider.CreateLookup(model, model.Model), cancellationToken);
        return found.IsSuccessStatusCode;
    }

    private async Task<HttpResponseMessage> GetAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using (request)
            return await http.CreateClient(HttpPurpose.Model).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    /// <summary>The names of the models; null when the answer is no such list.</summary>
    private static async Task<IReadOnlyList<string>?> ReadAsync(HttpResponseMessage list, CancellationToken cancellationToken)
    {
        await list.Content.LoadIntoBufferAsync(MaxListBytes, cancellationToken);
        try
        {
            using var document = JsonDocument.Parse(await list.Content.ReadAsByteArrayAsync(cancellationToken));
            return document.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Array
                ? [.. data.EnumerateArray().Select(IdOf).OfType<string>()]
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? IdOf(JsonElement model) =>
        model.ValueKind == JsonValueKind.Object && model.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String ? id.GetString() : null;
}
