using System.Net;
using System.Text.Json;
using Holdfast.AI.OpenAI;
using Holdfast.Agents;
using Holdfast.Configuration;
using Holdfast.Diagnostics;
using Holdfast.Http;
using Microsoft.Extensions.Options;

namespace Holdfast.Hosting.Doctor.Checks;

/// <summary>Whether the model's provider answers, takes the key and knows the model. The model itself is not asked: that may cost money.</summary>
internal sealed class ModelCheck(OutgoingHttp http, IOptions<AgentOptions> agent, IOptions<OpenAIOptions> provider) : IDoctorCheck
{
    private const int MaxListBytes = 16 * 1024 * 1024;

    public string Name => "model";

    public IReadOnlyList<string> Needs => ["OpenAI:ApiKey", "OpenAI:BaseUrl", "Agent:Kind", "Agent:Model"];

    public async Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        if (agent.Value.Kind != AgentKind.Chat)
            return CheckResult.Skipped($"not needed: Agent:Kind is {agent.Value.Kind}");
        var host = provider.Value.BaseUrl.Authority;
        try
        {
            using var list = await GetAsync("models", cancellationToken);
            if (list.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
                return CheckResult.Failed($"{host} refuses the key ({(int)list.StatusCode})", "set OpenAI:ApiKey (OPENAI_API_KEY) to a valid key of this provider");
            if (!list.IsSuccessStatusCode || await ReadAsync(list, cancellationToken) is not { } known)
                return Unlisted(host, list.StatusCode);
            if (known.Contains(agent.Value.Model, StringComparer.Ordinal) || await IsKnownAsync(cancellationToken))
                return CheckResult.Ok($"{agent.Value.Model} at {host}");
            var nearest = known.MinBy(name => EditDistance.Between(agent.Value.Model, name));
            return CheckResult.Failed(
                $"{host} takes the key, but does not know the model {agent.Value.Model}",
                nearest is null ? "set Agent:Model to a model of this provider" : $"set Agent:Model to one of the {known.Count} models it lists, for instance {nearest}");
        }
        catch (HttpRequestException e)
        {
            return CheckResult.Failed(
                $"{host} cannot be reached: {e.Message}", "check OpenAI:BaseUrl (OPENAI_BASE_URL), the network and HTTPS_PROXY, and that the endpoint runs");
        }
    }

    private static CheckResult Unlisted(string host, HttpStatusCode status) => (int)status switch
    {
        >= 500 => CheckResult.Failed($"{host} answers {(int)status}", "look at the provider's status page, or the log of your own endpoint"),
        429 => CheckResult.Warning($"{host} answers 429: too many requests, or no credit left", "check the limits and the credit of the account"),
        _ => CheckResult.Warning(
            $"{host} answers, but lists no models ({(int)status}): neither the key nor the model could be checked",
            "check that OpenAI:BaseUrl ends where the provider says, mostly in /v1, or ask the bot something"),
    };

    /// <summary>Some providers take names that they do not list, such as one without its version.</summary>
    private async Task<bool> IsKnownAsync(CancellationToken cancellationToken)
    {
        using var model = await GetAsync("models/" + Uri.EscapeDataString(agent.Value.Model), cancellationToken);
        return model.IsSuccessStatusCode;
    }

    private async Task<HttpResponseMessage> GetAsync(string path, CancellationToken cancellationToken)
    {
        var address = new UriBuilder(provider.Value.BaseUrl);
        address.Path = $"{address.Path.TrimEnd('/')}/{path}";
        using var request = new HttpRequestMessage(HttpMethod.Get, address.Uri);
        provider.Value.Authorize(request);
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
