using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Holdfast.Simulator.Tests.Support;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator.Tests.Files;

/// <summary>Files that people share, as Slack tells of them and gives them out.</summary>
[Trait("Req", "XP-1")]
public sealed class PersonFileTests : InteractiveTest
{
    private const string Text = "one\ntwo\nthree\nfour\nfive\nsix\nseven\n";

    private SlackWorld World => Simulator.World;

    protected override SimulatorOptions Simulated => new() { EmitBotMessages = false };

    [Fact]
    public async Task Several_files_come_in_one_message_each_as_what_it_is()
    {
        World.PostFilesAsUser(Channel, Ada, $"{World.Mention} look", [
            new UserFile("chart.png", SamplePictures.Png(1000, 500)) { AltText = "the bay" },
            new UserFile("photo", SamplePictures.Jpeg(640, 480)),
            new UserFile("log.txt", Encoding.UTF8.GetBytes(Text)),
            new UserFile("manual.pdf", "%PDF-1.7"u8.ToArray()) { Title = "The manual" },
            new UserFile("plan", ReadOnlyMemory<byte>.Empty) { Elsewhere = new Uri("https://drive.test/plan") },
        ]);

        var mention = (await Socket.NextEventAsync("app_mention")).GetProperty("payload").GetProperty("event");
        Assert.Equal(5, mention.GetProperty("files").GetArrayLength());
        Assert.False(mention.TryGetProperty("subtype", out _));
        var message = await NextMessageAsync();
        Assert.Equal(("file_share", false), (message.Text("subtype"), message.GetProperty("upload").GetBoolean()));
        var files = message.GetProperty("files").EnumerateArray().ToList();
        Assert.Equal(
            ["png image/png hosted", "jpg image/jpeg hosted", "text text/plain snippet", "pdf application/pdf hosted", "binary application/octet-stream external"],
            files.Select(file => $"{file.Text("filetype")} {file.Text("mimetype")} {file.Text("mode")}"));
        Assert.Equal((1000, 500, "the bay", "PNG"), (Number(files[0], "original_w"), Number(files[0], "original_h"), files[0].Text("alt_txt"), files[0].Text("pretty_type")));
        Assert.Equal((360, 180, 960, 480), (Number(files[0], "thumb_360_w"), Number(files[0], "thumb_360_h"), Number(files[0], "thumb_960_w"), Number(files[0], "thumb_960_h")));
        Assert.True(files[0].TryGetProperty("thumb_160", out _));
        Assert.False(files[0].TryGetProperty("thumb_1024", out _));
        Assert.Equal((640, 480), (Number(files[1], "original_w"), Number(files[1], "original_h")));
        Assert.Equal(("one\ntwo\nthree\nfour\nfive", 7, 2), (files[2].Text("preview"), Number(files[2], "lines"), Number(files[2], "lines_more")));
        Assert.Equal(("The manual", "visible"), (files[3].Text("title"), files[3].Text("file_access")));
        Assert.Equal((true, "https://drive.test/plan"), (files[4].GetProperty("is_external").GetBoolean(), files[4].Text("url_private")));
        Assert.All(files, file => Assert.False(string.IsNullOrEmpty(file.Text("permalink"))));
        Assert.Equal(Text, (await Api.FormAsync("files.info", ("file", files[2].Text("id")))).Text("content"));
    }

    [Fact]
    public async Task A_picture_is_fetched_whole_or_smaller_with_the_token_and_the_scope_alone()
    {
        World.PostFileAsUser("D0ADA", Ada, "", "chart.png", SamplePictures.Png(800, 400));
        var file = (await NextMessageAsync()).GetProperty("files")[0];
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });

        Assert.Equal((HttpStatusCode.Found, "/signin"), await GetAsync(http, file.Text("url_private_download"), null));
        Assert.Equal((HttpStatusCode.Found, "/signin"), await GetAsync(http, file.Text("url_private"), "xoxb-wrong"));
        Assert.Equal((HttpStatusCode.Found, "/signin"), await GetAsync(http, file.Text("thumb_360"), Simulator.AppToken));
        Assert.Equal((HttpStatusCode.OK, "image/png"), await GetAsync(http, file.Text("url_private"), Simulator.BotToken));
        Assert.Equal((HttpStatusCode.NotFound, ""), await GetAsync(http, file.Text("url_private").Replace("F0", "FX", StringComparison.Ordinal), Simulator.BotToken));
        var small = await ReadAsync(http, file.Text("thumb_360"));
        Assert.Equal((360, 180), (BigEndian(small, 16), BigEndian(small, 20)));
        Assert.Equal((64, 64), await SizeAsync(http, file.Text("thumb_64")));

        Simulator.BotScopes = [.. Simulator.BotScopes.Except(["files:read"])];
        Assert.Equal((HttpStatusCode.OK, "text/html"), await GetAsync(http, file.Text("url_private"), Simulator.BotToken));
        Assert.Equal((HttpStatusCode.OK, "text/html"), await GetAsync(http, file.Text("permalink"), Simulator.BotToken));
    }

    [Fact]
    public async Task A_file_from_another_organisation_is_named_only_until_the_app_asks_for_it()
    {
        World.AddUser(new SlackUser("U0PETRA", "petra", "Petra Partner") { TeamId = "T0PARTNER" });
        World.PostFileAsUser(Channel, "U0PETRA", "ours", "chart.png", SamplePictures.Png(64, 48));

        var file = (await NextMessageAsync()).GetProperty("files")[0];
        Assert.Equal(("file_access", "check_file_info"), (file.Text("mode"), file.Text("file_access")));
        Assert.False(file.TryGetProperty("url_private", out _));
        var told = (await Api.FormAsync("files.info", ("file", file.Text("id")))).GetProperty("file");
        Assert.Equal(("chart.png", "visible", 64), (told.Text("name"), told.Text("file_access"), Number(told, "original_w")));
    }

    [Fact]
    public async Task A_deleted_file_leaves_a_mark_and_a_message_that_was_nothing_else_goes_with_it()
    {
        var with = World.PostFileAsUser(Channel, Ada, "the log", "log.txt", "all is well"u8.ToArray());
        var bare = World.PostFileAsUser(Channel, Ada, "", "cat.png", SamplePictures.Png(8, 8));
        var (log, cat) = (World.Message(Channel, with)!.Files[0].Id, World.Message(Channel, bare)!.Files[0].Id);
        World.DeleteFile(log);
        World.DeleteFile(cat);

        Assert.Equal(log, (await Socket.NextEventAsync("file_deleted")).GetProperty("payload").GetProperty("event").Text("file_id"));
        var history = (await Api.FormAsync("conversations.history", ("channel", Channel))).GetProperty("messages");
        var left = Assert.Single(history.EnumerateArray()).GetProperty("files")[0];
        Assert.Equal((log, "tombstone"), (left.Text("id"), left.Text("mode")));
        Assert.Equal("file_deleted", (await Api.FormAsync("files.info", ("file", cat))).Error());
        Assert.Throws<ArgumentException>(() => World.DeleteFile(log));
        Assert.Empty(World.Files);
    }

    [Theory]
    [InlineData("cat.png", "not a picture", "png", "image/png", "hosted")]
    [InlineData("notes", "plain words", "text", "text/plain", "snippet")]
    [InlineData("notes.txt", "\0\u0001", "text", "text/plain", "hosted")]
    [InlineData("archive.docx", "PK\u0003\u0004", "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "hosted")]
    [InlineData("picture.txt", "GIF89a\u0001\0\u0001\0", "gif", "image/gif", "hosted")]
    public void What_is_in_a_file_counts_and_then_its_name(string name, string content, string type, string media, string mode)
    {
        var ts = World.PostFileAsUser(Channel, Ada, "", name, Encoding.UTF8.GetBytes(content));
        var file = World.Message(Channel, ts)!.Files[0];
        Assert.Equal((type, media, mode), (file.FileType, file.MimeType, file.Mode));
    }

    [Fact]
    public async Task All_of_it_is_done_from_outside_as_well()
    {
        using var http = new HttpClient { BaseAddress = new Uri(Simulator.PageUrl, "control/") };
        var picture = Convert.ToBase64String(SamplePictures.Png(20, 10));
        var large = Convert.ToBase64String(new byte[5_000_000]);
        var done = await PostAsync(
            http, "files", $$"""{"channel":"C0GENERAL","text":"two","files":[{"name":"a.png","base64":"{{picture}}","alt_text":"a"},{"name":"b.bin","base64":"{{large}}"}]}""");
        Assert.Equal([("a.png", 20), ("b.bin", null)], World.Message(Channel, done.Text("ts"))!.Files.Select(file => (file.Name, file.Width)));

        var id = World.Files[0].Id;
        using var shown = await http.GetAsync($"files/content?id={id}&show=true");
        Assert.Equal(("image/png", null), (shown.Content.Headers.ContentType!.MediaType, shown.Content.Headers.ContentDisposition));
        using var saved = await http.GetAsync($"files/content?id={World.Files[1].Id}&show=true");
        Assert.Equal("attachment", saved.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal(2, JsonElement.Parse(await http.GetStringAsync("files")).GetArrayLength());
        await PostAsync(http, "files/delete", $$"""{"id":"{{id}}"}""");
        Assert.Single(World.Files);
        await PostAsync(http, "files", """{"channel":"C0GENERAL","files":[]}""", HttpStatusCode.BadRequest);
        await PostAsync(http, "files", """{"channel":"C0GENERAL","name":"a","base64":"?"}""", HttpStatusCode.BadRequest);
        await PostAsync(http, "files", """{"channel":"C0NOWHERE","name":"a","base64":""}""", HttpStatusCode.BadRequest);
    }

    private async Task<JsonElement> NextMessageAsync() => (await Socket.NextEventAsync("message")).GetProperty("payload").GetProperty("event");

    private static int Number(JsonElement element, string name) => element.GetProperty(name).GetInt32();

    private static async Task<(HttpStatusCode Status, string Type)> GetAsync(HttpClient http, string url, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await http.SendAsync(request);
        return (response.StatusCode, response.Headers.Location?.ToString().Split('?')[0] ?? response.Content.Headers.ContentType?.MediaType ?? "");
    }

    private async Task<byte[]> ReadAsync(HttpClient http, string url)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Simulator.BotToken);
        using var response = await http.SendAsync(request);
        return await response.Content.ReadAsByteArrayAsync();
    }

    private async Task<(int Width, int Height)> SizeAsync(HttpClient http, string url)
    {
        var bytes = await ReadAsync(http, url);
        return (BigEndian(bytes, 16), BigEndian(bytes, 20));
    }

    private static int BigEndian(byte[] bytes, int at) => System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(at));

    private static async Task<JsonElement> PostAsync(HttpClient http, string path, string body, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await http.PostAsync(path, content);
        Assert.Equal(expected, response.StatusCode);
        return await Api.ReadAsync(response);
    }
}
