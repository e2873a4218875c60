using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Holdfast.Simulator.Faults;
using Holdfast.Simulator.Tests.Support;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator.Tests.Files;

[Trait("Req", "XP-1")]
public sealed class FileTests : IAsyncLifetime
{
    private readonly HttpClient _http = new();
    private SlackSimulator _simulator = null!;
    private Api _api = null!;

    private SlackWorld World => _simulator.World;

    public async ValueTask InitializeAsync()
    {
        _simulator = await SlackSimulator.StartAsync();
        _api = new Api(_simulator);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _api.Dispose();
        await _simulator.DisposeAsync();
    }

    [Fact]
    public async Task A_file_goes_up_in_three_steps_and_is_shared_in_a_thread_with_its_events()
    {
        await using var socket = await RawSocket.OpenAsync(_simulator);
        var thread = World.PostAsUser(World.General.Id, World.Ada.Id, "send it");
        var (url, id) = await AnnounceAsync("tide.txt", 4);
        Assert.Equal((HttpStatusCode.OK, "OK - 4"), await UploadAsync(url, "high"));

        var completed = await CompleteAsync(id, ("channel_id", World.General.Id), ("thread_ts", thread), ("initial_comment", "here"));
        Assert.Equal((id, "The tide"), (completed.GetProperty("files")[0].Text("id"), completed.GetProperty("files")[0].Text("title")));
        var shared = World.Thread(World.General.Id, thread)[1];
        var file = Assert.Single(shared.Files);
        Assert.Equal(("here", "tide.txt", "The tide", 4L, "text/plain"), (shared.Text, file.Name, file.Title, file.Size, file.MimeType));
        Assert.Equal("high", Encoding.UTF8.GetString(World.FileBytes(id).Span));
        Assert.Equal(id, Assert.Single(World.Files).Id);

        await socket.NextEventAsync("message");
        var message = (await socket.NextEventAsync("message")).GetProperty("payload").GetProperty("event");
        Assert.Equal(("file_share", id, _simulator.BotUserId), (message.Text("subtype"), message.GetProperty("files")[0].Text("id"), message.Text("user")));
        var told = (await socket.NextEventAsync("file_shared")).GetProperty("payload").GetProperty("event");
        Assert.Equal((id, World.General.Id), (told.Text("file_id"), told.Text("channel_id")));

        var info = (await _api.FormAsync("files.info", ("file", id))).GetProperty("file");
        Assert.Equal(shared.Ts, info.GetProperty("shares").GetProperty("public").GetProperty(World.General.Id)[0].Text("ts"));
        var replies = await _api.FormAsync("conversations.replies", ("channel", World.General.Id), ("ts", thread));
        Assert.Equal("file_share", replies.GetProperty("messages")[1].Text("subtype"));
    }

    [Fact]
    public async Task Bytes_are_taken_from_a_form_and_fetched_only_with_the_token()
    {
        var (url, id) = await AnnounceAsync("chart <1>.html", 9);
        using var form = new MultipartFormDataContent { { new ByteArrayContent("<script/>"u8.ToArray()), "body", "Untitled" } };
        using var uploaded = await _http.PostAsync(url, form);
        Assert.Equal("OK - 9", await uploaded.Content.ReadAsStringAsync());
        var address = new Uri((await CompleteAsync(id)).GetProperty("files")[0].Text("url_private_download"));

        using var stranger = await _http.GetAsync(address);
        Assert.Equal((HttpStatusCode.OK, "text/html"), (stranger.StatusCode, stranger.Content.Headers.ContentType!.MediaType));
        Assert.Contains("Sign in", await stranger.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _simulator.BotToken);
        Assert.Equal("<script/>", await _http.GetStringAsync(address));
        using var page = await _http.GetAsync(new Uri(_simulator.PageUrl, $"control/files/content?id={id}"));
        Assert.Equal("application/octet-stream", page.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attachment", page.Content.Headers.ContentDisposition!.DispositionType);
    }

    [Fact]
    public async Task An_upload_of_another_length_is_refused_and_cannot_be_completed()
    {
        var (url, id) = await AnnounceAsync("tide.txt", 4);

        Assert.Equal(HttpStatusCode.BadRequest, (await UploadAsync(url, "hig")).Status);
        Assert.Equal("file_update_failed", (await CompleteAsync(id)).Error());
        Assert.Equal(HttpStatusCode.BadRequest, (await UploadAsync(url, "higher")).Status);
        Assert.Equal("file_not_found", (await _api.FormAsync("files.info", ("file", id))).Error());
        Assert.Equal(HttpStatusCode.OK, (await UploadAsync(url, "high")).Status);
        Assert.True((await CompleteAsync(id)).Ok());
        Assert.Equal("file_not_found", (await CompleteAsync(id)).Error());
        Assert.Equal(HttpStatusCode.NotFound, (await UploadAsync(url, "high")).Status);
    }

    [Fact]
    public async Task What_slack_refuses_is_refused_and_shares_nothing()
    {
        var alone = World.AddChannel("alone", withBot: false);
        var secret = World.AddChannel("secret", isPrivate: true, withBot: false);
        var (url, id) = await AnnounceAsync("tide.txt", 4);
        await UploadAsync(url, "high");

        Assert.Equal("invalid_arguments", (await _api.FormAsync("files.getUploadURLExternal", ("filename", "a"), ("length", "0"))).Error());
        Assert.Equal("invalid_arguments", (await _api.JsonAsync("files.getUploadURLExternal", """{"filename":"a","length":1}""")).Error());
        Assert.Equal("channel_not_found", (await CompleteAsync(id, ("channel_id", "C0NOWHERE"))).Error());
        Assert.Equal("not_in_channel", (await CompleteAsync(id, ("channel_id", alone.Id))).Error());
        Assert.Equal("channel_not_found", (await CompleteAsync(id, ("channels", $"{World.General.Id},{secret.Id}"))).Error());
        Assert.Equal("invalid_blocks", (await CompleteAsync(id, ("channel_id", World.General.Id), ("blocks", """[{"type":"section"}]"""))).Error());
        Assert.Equal("invalid_arguments", (await CompleteAsync(id, ("channel_id", World.General.Id), ("thread_ts", "1700000000.000001"))).Error());
        Assert.Equal("file_not_found", (await CompleteAsync("F0NOTHING")).Error());
        Assert.Equal("invalid_arguments", (await _api.FormAsync("files.completeUploadExternal", ("files", "[]"))).Error());
        Assert.Equal(0, World.MessageCount);
        Assert.True((await CompleteAsync(id, ("channels", $"{World.General.Id},{World.Random.Id}"), ("blocks", """[{"type":"divider"}]"""))).Ok());
        Assert.Equal(2, World.MessageCount);
    }

    [Fact]
    public async Task A_person_can_share_a_file_with_the_bot()
    {
        await using var socket = await RawSocket.OpenAsync(_simulator);
        var direct = World.OpenDirectMessage(World.Ada.Id);
        var ts = World.PostFileAsUser(direct.Id, World.Ada.Id, "read this", "log.txt", "all is well"u8.ToArray());

        var message = (await socket.NextEventAsync("message")).GetProperty("payload").GetProperty("event");
        Assert.Equal((ts, "file_share", "read this"), (message.Text("ts"), message.Text("subtype"), message.Text("text")));
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _simulator.BotToken);
        Assert.Equal("all is well", await _http.GetStringAsync(new Uri(message.GetProperty("files")[0].Text("url_private"))));
    }

    [Fact]
    public async Task A_block_shows_only_a_picture_that_the_bot_may_see()
    {
        var theirs = World.AddChannel("theirs", withBot: false);
        World.PostFileAsUser(theirs.Id, World.Ada.Id, "", "hidden.png", SamplePictures.Png(8, 8));
        World.PostFileAsUser(World.General.Id, World.Ada.Id, "", "text.txt", "no picture"u8.ToArray());
        World.PostFileAsUser(World.General.Id, World.Ada.Id, "", "bay.png", SamplePictures.Png(8, 8));

        var refused = await ShowAsync($$"""{"id":"{{World.Files[0].Id}}"}""");
        Assert.Equal("invalid_blocks", refused.Error());
        Assert.Equal("[ERROR] invalid slack file [json-pointer:/blocks/0/slack_file]", refused.GetProperty("response_metadata").GetProperty("messages")[0].GetString());
        Assert.Equal("invalid_blocks", (await ShowAsync($$"""{"id":"{{World.Files[1].Id}}"}""")).Error());
        Assert.Equal("invalid_blocks", (await ShowAsync("""{"url":"https://sea.test/a.png"}""")).Error());
        Assert.True((await ShowAsync($$"""{"id":"{{World.Files[2].Id}}"}""")).Ok());
        Assert.True((await ShowAsync($$"""{"url":"{{World.Files[2].UrlPrivate}}"}""")).Ok());
    }

    [Fact]
    public async Task Bytes_can_go_astray_on_their_way()
    {
        var (url, id) = await AnnounceAsync("tide.txt", 4);
        _simulator.Faults.Add(new Fault(FaultKind.ServerError) { Method = Fault.FileUpload, Times = 1 });
        Assert.Equal(HttpStatusCode.InternalServerError, (await UploadAsync(url, "high")).Status);
        _simulator.Faults.Add(new Fault(FaultKind.LoseResponse) { Method = Fault.FileUpload, Times = 1 });
        await Assert.ThrowsAsync<HttpRequestException>(() => UploadAsync(url, "high"));

        Assert.True((await CompleteAsync(id)).Ok());
    }

    private async Task<(Uri Url, string Id)> AnnounceAsync(string name, int length)
    {
        var announced = await _api.FormAsync("files.getUploadURLExternal", ("filename", name), ("length", length.ToString()));
        return (new Uri(announced.Text("upload_url")), announced.Text("file_id"));
    }

    /// <summary>As Python's SDK sends bytes: raw, called a form.</summary>
    private async Task<(HttpStatusCode Status, string Said)> UploadAsync(Uri url, string bytes)
    {
        using var content = new StringContent(bytes, Encoding.UTF8, "application/x-www-form-urlencoded");
        using var response = await _http.PostAsync(url, content);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private Task<JsonElement> CompleteAsync(string id, params (string Name, string Value)[] rest) =>
        _api.FormAsync("files.completeUploadExternal", [("files", $$"""[{"id":"{{id}}","title":"The tide"}]"""), .. rest]);

    private Task<JsonElement> ShowAsync(string slackFile) => _api.FormAsync(
        "chat.postMessage", ("channel", World.General.Id), ("text", "look"), ("blocks", $$"""[{"type":"image","alt_text":"look","slack_file":{{slackFile}}}]"""));
}
