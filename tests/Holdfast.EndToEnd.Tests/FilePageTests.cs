using System.Text;
using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Simulator.World;
using Microsoft.Playwright;

namespace Holdfast.EndToEnd.Tests;

/// <summary>Files and pictures on the simulator's page: how a person shares them, and how they are shown.</summary>
[Trait("Req", "XP-1")]
public sealed class FilePageTests : PageTest
{
    private const string Drop = """
        ([name, type, base64, event, selector]) => {
          const data = new DataTransfer();
          data.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], name, { type }));
          const target = document.querySelector(selector);
          const made = event === 'paste'
            ? new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })
            : new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true });
          target.dispatchEvent(made);
        }
        """;

    /// <summary>A PNG of three bands, 64 × 48 pixels.</summary>
    private static readonly byte[] Picture = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAEAAAAAwCAIAAAAuKetIAAAAU0lEQVR42u3PMQ0AIAwAsIlAIAdSOLHEgRNUcONh35ImNdB4u5cWAgICAgICAgICAgLpwDy3NAEBAQEBAQEBAQGBfKCNVZqAgICAgICAgICAQNoHnk7xLcmTkbAAAAAASUVORK5CYII=");

    [Fact]
    public async Task A_person_attaches_drops_and_pastes_files_and_takes_one_back()
    {
        await using var browser = await OpenPage.StartAsync(new Uri(Slack.PageUrl, $"#{General}"));
        var page = browser.Page;
        await page.Locator("#composer input[type=file]").SetInputFilesAsync([
            new FilePayload { Name = "bay.png", MimeType = "image/png", Buffer = Picture },
            new FilePayload { Name = "mistake.txt", MimeType = "text/plain", Buffer = "no"u8.ToArray() },
        ]);
        await page.EvaluateAsync(Drop, new[] { "log.txt", "text/plain", Base64("high\nlow\nhigh\nlow\nhigh\nlow\n"), "drop", "#messages" });
        await page.EvaluateAsync(Drop, new[] { "", "image/png", Convert.ToBase64String(Picture), "paste", "#composer-text" });
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove mistake.txt" }).ClickAsync();
        await page.Locator("#composer .waiting").GetByText("pasted.png").WaitForAsync();
        await browser.ShowAsync("files-waiting");
        await page.Locator("#composer-text").FillAsync("the bay, and the tide");
        await page.Locator("#composer").GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();

        var message = await World.WaitForMessageAsync(said => said.Files.Count > 0);
        Assert.Equal(("the bay, and the tide", Ada), (message.Text, message.User));
        Assert.Equal(["bay.png", "log.txt", "pasted.png"], message.Files.Select(file => file.Name));
        Assert.Equal(Picture, World.FileBytes(message.Files[2].Id).ToArray());
        var shown = page.Locator($"#messages .message[data-ts='{message.Ts}']");
        await LoadedAsync(shown.GetByRole(AriaRole.Img, new() { Name = "bay.png" }), 64);
        await shown.GetByText("and 1 more line").WaitForAsync();
        Assert.Equal(0, await page.Locator("#composer .waiting li").CountAsync());
        await browser.ShowAsync("files-shared");
        World.DeleteFile(message.Files[1].Id);
        await shown.GetByText("This file was deleted.").WaitForAsync();
        Assert.Empty(browser.Errors);
    }

    [Fact]
    public async Task A_file_alone_goes_into_a_thread_and_a_direct_message()
    {
        var root = World.PostAsUser(General, Ada, "send it");
        await using var browser = await OpenPage.StartAsync(new Uri(Slack.PageUrl, $"#{General}/{root}"));
        var page = browser.Page;
        await page.EvaluateAsync(Drop, new[] { "a.bin", "application/octet-stream", Base64("\0"), "drop", "#thread-messages" });
        await page.Locator("#thread-composer").GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
        var reply = await World.WaitForMessageAsync(said => said.ThreadTs == root);
        Assert.Equal(("", "a.bin"), (reply.Text, reply.Files[0].Name));

        await page.Locator("#side").GetByRole(AriaRole.Button, new() { Name = "Holdfast" }).First.ClickAsync();
        await page.EvaluateAsync(Drop, new[] { "b.bin", "application/octet-stream", Base64("\0"), "drop", "#messages" });
        await page.Locator("#composer-text").PressAsync("Enter");
        await World.WaitForMessageAsync(said => said.Channel == "D0ADA" && said.Files.Count == 1);
        Assert.Empty(browser.Errors);
    }

    [Fact]
    public async Task What_the_bot_uploads_and_shows_in_blocks_is_seen()
    {
        var file = await UploadAsync("chart.png", Picture, ("channel_id", General), ("initial_comment", "the chart"));
        await UploadAsync("tides.csv", Encoding.UTF8.GetBytes("day,high\nMonday,6\n"), ("channel_id", General));
        await CallAsync("chat.postMessage", ("channel", General), ("text", "in blocks"), ("blocks", $$$"""
            [{"type":"image","alt_text":"by id","slack_file":{"id":"{{{file}}}"},"title":{"type":"plain_text","text":"The bay"}},
             {"type":"image","alt_text":"by url","slack_file":{"url":"{{{World.Files[0].UrlPrivate}}}"}},
             {"type":"context","elements":[{"type":"image","alt_text":"anchor","image_url":"{{{Slack.PageUrl}}}favicon.svg"},{"type":"mrkdwn","text":"holds"}]},
             {"type":"image","alt_text":"from elsewhere","image_url":"https://sea.test/a.png"}]
            """));
        await using var browser = await OpenPage.StartAsync(new Uri(Slack.PageUrl, $"#{General}"));
        var page = browser.Page;

        await LoadedAsync(page.GetByRole(AriaRole.Img, new() { Name = "alt of chart.png" }), 64);
        await LoadedAsync(page.GetByRole(AriaRole.Img, new() { Name = "by id" }), 64);
        await LoadedAsync(page.GetByRole(AriaRole.Img, new() { Name = "by url" }), 64);
        await page.GetByRole(AriaRole.Img, new() { Name = "anchor" }).WaitForAsync();
        await page.Locator(".picture").GetByText("from elsewhere").WaitForAsync();
        await page.Locator(".first-lines").GetByText("Monday,6").WaitForAsync();
        await browser.ShowAsync("files-of-the-bot");
        Assert.Empty(browser.Errors);
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    /// <summary>Waits until the browser has the picture, and sees that it is the one.</summary>
    private static async Task LoadedAsync(ILocator picture, int width)
    {
        await picture.WaitForAsync();
        Assert.Equal(width, await picture.EvaluateAsync<int>("async (shown) => { await shown.decode(); return shown.naturalWidth; }"));
    }
}
