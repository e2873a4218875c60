using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Holdfast.Simulator.Tests.Support;

/// <summary>Web API calls as a client on the wire makes them.</summary>
internal sealed class Api(SlackSimulator simulator) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = simulator.SlackApiUrl };

    public async Task<JsonElement> FormAsync(string method, params (string Name, string Value)[] arguments)
    {
        using var content = new FormUrlEncodedContent(arguments.Select(argument => KeyValuePair.Create(argument.Name, argument.Value)));
        using var response = await SendAsync(method, content, TokenFor(method));
        return await ReadAsync(response);
    }

    public async Task<JsonElement> JsonAsync(string method, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await SendAsync(method, content, TokenFor(method));
        return await ReadAsync(response);
    }

    public async Task<HttpResponseMessage> SendAsync(string method, HttpContent? content, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, method) { Content = content };
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await _http.SendAsync(request);
    }

    public static async Task<JsonElement> ReadAsync(HttpResponseMessage response)
    {
        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return document.RootElement.Clone();
    }

    public void Dispose() => _http.Dispose();

    private string TokenFor(string method) => method.StartsWith("apps.", StringComparison.Ordinal) ? simulator.AppToken : simulator.BotToken;
}

internal static class Json
{
    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    public static bool Ok(this JsonElement element) => element.GetProperty("ok").GetBoolean();

    public static string Error(this JsonElement element) => element.GetProperty("error").GetString()!;
}
