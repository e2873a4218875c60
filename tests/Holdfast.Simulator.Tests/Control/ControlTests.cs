using System.Net;
using System.Text;
using Holdfast.Simulator.Tests.Support;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator.Tests.Control;

[Trait("Req", "XP-1")]
public sealed class ControlTests : IAsyncLifetime
{
    private readonly HttpClient _http = new();
    private SlackSimulator _simulator = null!;

    public async ValueTask InitializeAsync()
    {
        _simulator = await SlackSimulator.StartAsync();
        _http.BaseAddress = _simulator.PageUrl;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _simulator.DisposeAsync();
    }

    [Fact]
    public async Task A_foreign_page_cannot_drive_it()
    {
        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync("messages", ("Origin", "https://evil.example")));
        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync("messages", ("Origin", "null")));
        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync("messages", ("Host", "evil.example")));
        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync("messages", ("Sec-Fetch-Site", "cross-site")));
        Assert.Equal(0, _simulator.World.MessageCount);
        Assert.Equal(HttpStatusCode.OK, await PostAsync("messages", ("Origin", _simulator.PageUrl.ToString().TrimEnd('/'))));
        Assert.Equal(HttpStatusCode.OK, await PostAsync("messages"));
        Assert.Equal(2, _simulator.World.MessageCount);
    }

    [Fact]
    public async Task The_page_is_served_with_a_policy_that_allows_nothing_foreign()
    {
        using var response = await _http.GetAsync("/");
        var html = await response.Content.ReadAsStringAsync();
        var policy = response.Headers.GetValues("Content-Security-Policy").Single();

        Assert.StartsWith("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", html, StringComparison.Ordinal);
        const string Folder = "Holdfast.Simulator.Page.Content.";
        var files = typeof(SlackSimulator).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal)).ToList();
        Assert.True(files.Count > 10);
        foreach (var file in files.Select(name => name[Folder.Length..]))
        {
            using var part = await _http.GetAsync("/" + file);
            Assert.Equal(HttpStatusCode.OK, part.StatusCode);
            Assert.DoesNotContain("innerHTML", await part.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Changes_and_state_are_streamed()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/control/events");
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());

        Assert.Contains("U0HOLDFAST", await NextAsync(reader, "state"), StringComparison.Ordinal);
        _simulator.World.PostAsUser("C0GENERAL", "U0ADA", "look");
        Assert.Contains("look", await NextAsync(reader, "change"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Faults_model_and_sockets_can_be_driven()
    {
        await using var socket = await RawSocket.OpenAsync(_simulator);
        Assert.Equal(HttpStatusCode.OK, await PostAsync("faults", """{"kind":"rate_limited","method":"chat.postMessage","times":2}"""));
        Assert.Equal(2, Assert.Single(_simulator.Faults.Active).Fault.Times);
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync("faults", """{"kind":"nonsense"}"""));
        Assert.Equal(HttpStatusCode.OK, await PostAsync("model", """{"latency_ms":50,"stall_all":true}"""));
        Assert.True(_simulator.Model.StallAll);
        var closed = _simulator.Sockets.WaitForMomentAsync(moment => moment.What == "closed");
        Assert.Equal(HttpStatusCode.OK, await PostAsync("sockets/drop", "{}"));
        await closed;
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync("server/kill", "{}"));
        Assert.Equal(HttpStatusCode.NotFound, await PostAsync("nonsense", "{}"));
    }

    private static async Task<string> NextAsync(StreamReader reader, string name)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            if (await reader.ReadLineAsync(patience.Token) == $"event: {name}") return (await reader.ReadLineAsync(patience.Token))!;
        }
    }

    private Task<HttpStatusCode> PostAsync(string path, params (string Name, string Value)[] headers) =>
        PostAsync(path, """{"channel":"C0GENERAL","text":"hi"}""", headers);

    private async Task<HttpStatusCode> PostAsync(string path, string body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/control/" + path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using var response = await _http.SendAsync(request);
        return response.StatusCode;
    }
}
