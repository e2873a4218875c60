using System.Net.Http.Headers;
using System.Text.Json;

namespace Holdfast.EndToEnd.Tests.Support;

/// <summary>What is seen on the simulator's page when a bot, played by the test, calls Slack.</summary>
public abstract class PageTest : EndToEndTest
{
    private readonly HttpClient _http = new();

    public override async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected async Task<JsonElement> CallAsync(string method, params IEnumerable<(string Name, string Value)> arguments)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Slack.SlackApiUrl, method))
        {
            Content = new FormUrlEncodedContent(arguments.Select(argument => KeyValuePair.Create(argument.Name, argument.Value))),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Slack.BotToken);
        using var response = await _http.SendAsync(request);
        using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.True(answer.RootElement.GetProperty("ok").GetBoolean(), answer.RootElement.ToString());
        return answer.RootElement.Clone();
    }

    /// <summary>Uploads a file as the bot; its id.</summary>
    private protected async Task<string> UploadAsync(string name, byte[] bytes, params IEnumerable<(string Name, string Value)> completion)
    {
        var announced = await CallAsync("files.getUploadURLExternal", ("filename", name), ("length", $"{bytes.Length}"), ("alt_txt", $"alt of {name}"));
        var id = announced.GetProperty("file_id").GetString()!;
        using var content = new ByteArrayContent(bytes);
        using var uploaded = await _http.PostAsync(announced.GetProperty("upload_url").GetString(), content);
        Assert.True(uploaded.IsSuccessStatusCode);
        await CallAsync("files.completeUploadExternal", [("files", $$"""[{"id":"{{id}}"}]"""), .. completion]);
        return id;
    }
}
