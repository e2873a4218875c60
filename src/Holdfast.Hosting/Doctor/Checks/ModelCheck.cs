using System.Net;
using System.Text.Json;
using Holdfast.AI.Anthropic;
using Holdfast.AI.OpenAI;
using Holdfast.Agents;
using Holdfast.Configuration;
using Holdfast.Diagnostics;
using Holdfast.Http;
using Microsoft.Extensions.Options;

namespace Holdfast.Hosting.Doctor.Checks;

/// <summary>Whether the model's provider answers, takes the key and knows the model. The model itself is not asked: that may cost money.</summary>
internal sealed class ModelCheck(OutgoingHttp http, IOptions<AgentOptions> agent, IOptions<OpenAIOptions> openAI, IOptions<AnthropicOptions> anthropic) : IDoctorCheck
{
    private const int MaxListBytes = 16 * 1024 * 1024;

    public string Name => "model";

    public IReadOnlyList<string> Needs => ["OpenAI:ApiKey", "OpenAI:BaseUrl", "Anthropic:ApiKey", "Anthropic:BaseUrl", "Agent:Kind", "Agent:Model"];

    public async Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        if (agent.Value.Kind != AgentKind.Chat)
            return CheckResult.Skipped($"not needed: Agent:Kind is {agent.Value.Kind}");
        var provider = Find();
        var host = provider.Models.Authority;
        try
        {
            using var list = await GetAsync(provider, provider.Models, cancellationToken);
            if (list.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
                return CheckResult.Failed($"{host} refuses the key ({(int)list.StatusCode})", $"set {provider.Key} to a valid key of this provider");
            if (!list.IsSuccessStatusCode || await ReadAsync(list, cancellationToken) is not { } known)
                return Unlisted(provider, list.StatusCode);
            if (known.Contains(agent.Value.Model, StringComparer.Ordinal) || await IsKnownAsync(provider, cancellationToken))
                return CheckResult.Ok($"{agent.Value.Model} at {host}");
            var nearest = known.MinBy(name => EditDistance.Between(agent.Value.Model, name));
            return CheckResult.Failed(
                $"{host} takes the key, but does not know the model {agent.Value.Model}",
                nearest is null ? "set Agent:Model to a model of this provider" : $"set Agent:Model to one of the {known.Count} models it lists, for instance {nearest}");
        }
        catch (HttpRequestException e)
        {
            return CheckResult.Failed(
                $"{host} cannot be reached: {e.Message}", $"check {provider.Address}, the network and HTTPS_PROXY, and that the endpoint runs");
        }
    }

    private static CheckResult Unlisted(Provider provider, HttpStatusCode status) => (int)status switch
    {
        >= 500 => CheckResult.Failed($"{provider.Models.Authority} answers {(int)status}", "look at the provider's status page, or the log of your own endpoint"),
        429 => CheckResult.Warning($"{provider.Models.Authority} answers 429: too many requests, or no credit left", "check the limits and the credit of the account"),
        _ => CheckResult.Warning(
            $"{provider.Models.Authority} answers, but lists no models ({(int)status}): neither the key nor the model could be checked",
            $"check that {provider.Address} ends where the provider says, or ask the bot something"),
    };

    private Provider Find()
    {
        if (anthropic.Value.Serves(agent.Value.Model))
            return new Provider(AnthropicOptions.Section, anthropic.Value.AddressOf("models?limit=1000"), anthropic.Value.Authorize);
        var address = new UriBuilder(openAI.Value.BaseUrl);
        address.Path = $"{address.Path.TrimEnd('/')}/models";
        return new Provider("OpenAI", address.Uri, openAI.Value.Authorize);
    }

    /// <summary>Some providers take names that they do not list, such as one without its version.</summary>
    private async Task<bool> IsKnownAsync(Provider provider, CancellationToken cancellationToken)
    {
        var address = new UriBuilder(provider.Models);
        address.Path = $"{address.Path}/{Uri.EscapeDataString(agent.Value.Model)}";
        using var model = await GetAsync(provider, address.Uri, cancellationToken);
        return model.IsSuccessStatusCode;
    }

    private async Task<HttpResponseMessage> GetAsync(Provider provider, Uri address, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        provider.Authorize(request);
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

    /// <summary>Whose the model is.</summary>
    /// <param name="Section">The section of the configuration that it is set in.</param>
    /// <param name="Models">Where it lists its models.</param>
    /// <param name="Authorize">Puts the key into a request.</param>
    private sealed record Provider(string Section, Uri Models, Action<HttpRequestMessage> Authorize)
    {
        public string Key => $"{Section}:ApiKey ({Section.ToUpperInvariant()}_API_KEY)";

        public string Address => $"{Section}:BaseUrl ({Section.ToUpperInvariant()}_BASE_URL)";
    }
}
