using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Holdfast.Simulator.Model;
using Holdfast.Simulator.Tests.Support;

namespace Holdfast.Simulator.Tests.Model;

/// <summary>What somebody who tries the demonstration finds in the scripted model: help, pieces, and the oddities of other providers.</summary>
[Trait("Req", "XP-1")]
[Trait("Req", "AS-24")]
public sealed class DemonstrationTests : IAsyncLifetime
{
    private readonly HttpClient _http = new();
    private SlackSimulator _simulator = null!;

    public async ValueTask InitializeAsync()
    {
        _simulator = await SlackSimulator.StartAsync();
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _simulator.ModelKey);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _simulator.DisposeAsync();
    }

    [Theory]
    [InlineData("help")]
    [InlineData("What can you do?")]
    [InlineData("how does this work")]
    public void Who_asks_for_help_is_told_what_to_say_and_of_tools_those_that_are_there(string asked)
    {
        var request = new ModelRequest("m", [new ModelMessage("user", asked)], Stream: false, IncludeUsage: false, []);
        var without = new ScriptedModel().Answer(request).Text;
        var with = new ScriptedModel().Answer(request with { Tools = [new ModelTool("exec", "", null)] }).Text;

        Assert.Contains("my name is Ada", without, StringComparison.Ordinal);
        Assert.Contains("`odd think`", without, StringComparison.Ordinal);
        Assert.DoesNotContain("run the command", without, StringComparison.Ordinal);
        Assert.Contains("run the command", with, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Thoughts_come_between_tags_or_in_a_field_of_their_own()
    {
        Assert.StartsWith("<think>", Content(await StreamAsync("odd think")), StringComparison.Ordinal);

        var chunks = await StreamAsync("odd reasoning say it");
        Assert.Equal("say it", Content(chunks));
        Assert.NotEmpty(string.Concat(chunks.Select(chunk => Delta(chunk, "reasoning_content"))));
    }

    [Fact]
    public async Task The_end_has_no_reason_or_an_error_comes_instead_of_it()
    {
        Assert.DoesNotContain(await StreamAsync("odd no finish"), chunk => chunk.GetProperty("choices")[0].GetProperty("finish_reason").ValueKind == JsonValueKind.String);

        var chunks = await StreamAsync("odd error one two three four");
        Assert.Equal("server_error", chunks[^1].GetProperty("error").Text("code"));
        Assert.StartsWith(Content(chunks[..^1]), "one two three four", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Usage_comes_unasked_in_chunks_without_choices()
    {
        var chunks = await StreamAsync("odd usage");
        Assert.Equal(2, chunks.Count(chunk => chunk.GetProperty("choices").GetArrayLength() == 0 && chunk.GetProperty("usage").ValueKind == JsonValueKind.Object));
        Assert.Contains("think, reasoning, no finish", Content(await StreamAsync("odd socks")), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "AS-7")]
    public async Task Pieces_are_of_the_size_that_was_set()
    {
        _simulator.Model.Pace = new StreamPace(5, TimeSpan.Zero);
        var pieces = (await StreamAsync("say 12345678 😀😀")).Select(chunk => Delta(chunk, "content")).Where(piece => piece.Length > 0);
        Assert.Equal(["12345", "678 😀", "😀"], pieces);

        using var content = new StringContent("""{"piece_size":100,"piece_pause_ms":1}""", Encoding.UTF8, "application/json");
        using var set = await _http.PostAsync(new Uri(_simulator.PageUrl, "control/model"), content);
        Assert.Equal(new StreamPace(100, TimeSpan.FromMilliseconds(1)), _simulator.Model.Pace);
        Assert.Equal("again", Content(await StreamAsync("say again")));
    }

    private async Task<List<JsonElement>> StreamAsync(string said)
    {
        using var content = new StringContent(
            JsonSerializer.Serialize(new { model = "m", stream = true, messages = new[] { new { role = "user", content = said } } }), Encoding.UTF8, "application/json");
        using var response = await _http.PostAsync($"{_simulator.OpenAIBaseUrl}/chat/completions", content);
        var chunks = new List<JsonElement>();
        foreach (var line in (await response.Content.ReadAsStringAsync()).Split('\n'))
        {
            if (!line.StartsWith("data: {", StringComparison.Ordinal)) continue;
            using var chunk = JsonDocument.Parse(line["data: ".Length..]);
            chunks.Add(chunk.RootElement.Clone());
        }

        return chunks;
    }

    private static string Content(IEnumerable<JsonElement> chunks) => string.Concat(chunks.Select(chunk => Delta(chunk, "content")));

    private static string Delta(JsonElement chunk, string name) =>
        chunk.GetProperty("choices") is { } choices && choices.GetArrayLength() > 0 && choices[0].GetProperty("delta").TryGetProperty(name, out var value)
            ? value.GetString() ?? ""
            : "";
}
