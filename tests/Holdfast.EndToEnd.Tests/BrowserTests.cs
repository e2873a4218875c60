using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Simulator.Model;
using Holdfast.Simulator.World;
using Microsoft.Playwright;

namespace Holdfast.EndToEnd.Tests;

/// <summary>A person opens the simulator's page, talks to the bot, kills it, and finds that it has forgotten nothing.</summary>
public sealed class BrowserTests : EndToEndTest
{
    [Fact]
    [Trait("Req", "XP-1")]
    [Trait("Req", "CX-1")]
    public async Task A_person_chats_kills_the_server_starts_it_again_and_is_still_known()
    {
        await StartAsync();
        Slack.Attach(Server.Process);
        await using var browser = await OpenAsync();
        var page = browser.Page;

        await page.Locator("#side").GetByRole(AriaRole.Button, new() { Name = "# general" }).ClickAsync();
        await page.Locator("#title", new() { HasText = "# general" }).WaitForAsync();
        await SayAsync(page, "@Holdfast my name is Ada");
        await page.Locator("#messages .thread-link", new() { HasText = "1 reply" }).ClickAsync();
        var thread = page.Locator("#thread-messages");
        await thread.GetByText("Nice to meet you, Ada.").WaitForAsync();

        await SayInThreadAsync(page, "what is my name?");
        await thread.GetByText("Your name is Ada.").WaitForAsync();

        await page.Locator("#break").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "kill -9", Exact = true }).ClickAsync();
        await page.Locator("#light-server", new() { HasText = "server stopped" }).WaitForAsync();
        await SayInThreadAsync(page, "what did I say before that?");
        await page.GetByRole(AriaRole.Button, new() { Name = "Start server" }).ClickAsync();
        await page.Locator("#light-server", new() { HasText = "server up" }).WaitForAsync();

        await thread.Locator("li", new() { HasText = "what is my name?" }).WaitForAsync();
        await Server.WaitUntilIdleAsync();
        Assert.Equal(2, Server.Process.State.Starts);
        Assert.Equal(3, Answers(General, World.Messages(General)[0].Ts).Count);
        Assert.Empty(browser.Errors);
    }

    [Fact]
    [Trait("Req", "XP-1")]
    [Trait("Req", "VF-1")]
    [Trait("Req", "RS-18")]
    [Trait("Req", "AS-21")]
    public async Task A_person_approves_looks_at_the_flow_stops_a_run_and_gives_a_command()
    {
        await StartAsync(("Tools:Policies:current_time", "Approve"), ("Operators:Users:0", Ada), ("Runs:NoticeAfter", "00:00:05"));
        await using var browser = await OpenAsync();
        var page = browser.Page;
        await page.Locator("#side").GetByRole(AriaRole.Button, new() { Name = "# general" }).ClickAsync();
        await page.Locator("#title", new() { HasText = "# general" }).WaitForAsync();

        await SayAsync(page, "@Holdfast use current_time {\"zone\":\"Europe/Berlin\"}");
        await page.Locator("#messages .thread-link", new() { HasText = "1 reply" }).ClickAsync();
        var thread = page.Locator("#thread-messages");
        await thread.GetByText("Approval needed").WaitForAsync();
        await browser.ShowAsync("approval");
        await thread.GetByRole(AriaRole.Button, new() { Name = "Approve", Exact = true }).ClickAsync();
        await thread.GetByText("approved this").WaitForAsync();
        await thread.GetByText("It's ").WaitForAsync();

        await thread.GetByRole(AriaRole.Button, new() { Name = "View flow" }).Last.ClickAsync();
        var modal = page.GetByRole(AriaRole.Dialog);
        await modal.GetByText("Completed in").WaitForAsync();
        await browser.ShowAsync("flow");
        await modal.GetByRole(AriaRole.Button, new() { Name = "Details of step 2" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByText("Step 2").First.WaitForAsync();
        await browser.ShowAsync("step");
        await page.Keyboard.PressAsync("Escape");
        await page.GetByRole(AriaRole.Heading, new() { Name = "Step 2" }).WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        await page.Keyboard.PressAsync("Escape");
        await modal.WaitForAsync(new() { State = WaitForSelectorState.Hidden });

        await SayInThreadAsync(page, "say As far as this.\nthen stall");
        await thread.GetByRole(AriaRole.Button, new() { Name = "Stop", Exact = true }).ClickAsync();
        await thread.GetByText("(stopped)").WaitForAsync();
        await browser.ShowAsync("stopped");

        await SayAsync(page, "/holdfast status");
        await page.Locator("#messages").GetByText("Running").WaitForAsync();
        await browser.ShowAsync("command");
        Assert.Empty(browser.Errors);
    }

    [Fact]
    [Trait("Req", "XP-1")]
    [Trait("Req", "VF-6")]
    [Trait("Req", "AS-12")]
    public async Task A_person_reads_in_the_modal_what_is_wrong_and_puts_it_right()
    {
        await StartAsync();
        await using var browser = await OpenAsync();
        var page = browser.Page;
        await page.Locator("#side").GetByRole(AriaRole.Button, new() { Name = "# general" }).ClickAsync();
        await page.Locator("#title", new() { HasText = "# general" }).WaitForAsync();
        await SayAsync(page, "/holdfast settings");
        var modal = page.GetByRole(AriaRole.Dialog);
        var field = modal.GetByRole(AriaRole.Textbox, new() { Name = "Keep my runs for" });

        await field.FillAsync("0 days");
        await modal.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await modal.GetByText("That's too short. Choose between 1 hour and 30 days.").WaitForAsync();
        await browser.ShowAsync("error");
        Assert.Equal("0 days", await field.InputValueAsync());

        await field.FillAsync("30 days");
        await modal.GetByRole(AriaRole.Textbox, new() { Name = "How I should answer you" }).FillAsync("Answer in French.");
        await browser.ShowAsync("settings");
        await modal.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await modal.WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        await SayAsync(page, "@Holdfast say hello");
        await page.Locator("#messages .thread-link").WaitForAsync();
        await Server.WaitUntilIdleAsync();

        // What was saved, and what was asked, stands in the home, where the modal opens as well.
        await page.Locator("#side").GetByRole(AriaRole.Button, new() { Name = "Home" }).ClickAsync();
        await page.GetByText("What you asked lately").WaitForAsync();
        await page.GetByText("Answer in French.").WaitForAsync();
        await browser.ShowAsync("home");
        await page.GetByRole(AriaRole.Button, new() { Name = "Change your settings" }).ClickAsync();
        Assert.Equal("30 days", await field.InputValueAsync());
        Assert.Empty(browser.Errors);
    }

    [Theory]
    [Trait("Req", "AS-8")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_person_reads_a_long_answer_with_code_a_table_and_a_list(bool takesMarkdown)
    {
        Slack.Blocks.TakesMarkdown = takesMarkdown;
        Slack.Model.Responder = (_, _) => ValueTask.FromResult(new ModelReply(LongAnswer()));
        await StartAsync();
        await using var browser = await OpenAsync();
        var page = browser.Page;
        await page.Locator("#side").GetByRole(AriaRole.Button, new() { Name = "# general" }).ClickAsync();
        await page.Locator("#title", new() { HasText = "# general" }).WaitForAsync();
        await SayAsync(page, "@Holdfast tell me all about boats");
        await page.Locator("#messages .thread-link").ClickAsync();
        var thread = page.Locator("#thread-messages");
        await thread.GetByText("That was all.").WaitForAsync();

        var kind = takesMarkdown ? "markdown" : "sections";
        await ShowAsync(browser, thread, $"answer-{kind}", ("begin", "All about boats"), ("code", "var boat0 ="), ("table", "number"), ("end", "That was all."));

        if (takesMarkdown)
        {
            Assert.Equal("https://en.wikipedia.org/wiki/Ketch_(boat)", await thread.GetByRole(AriaRole.Link, new() { Name = "ketch" }).GetAttributeAsync("href"));
            Assert.True(await thread.Locator("table tbody tr").CountAsync() >= 200);
            Assert.Equal(2, await thread.Locator(".markdown li li").CountAsync());
        }

        Assert.DoesNotContain("```", await thread.InnerTextAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("**", await thread.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await thread.Locator("script, img, iframe").CountAsync());
        Assert.Empty(browser.Errors);
    }

    /// <summary>The table of <see cref="AnswerTests"/>, as a person sees it.</summary>
    [Theory]
    [Trait("Req", "AS-8")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_person_reads_words_of_every_kind(bool takesMarkdown)
    {
        Slack.Blocks.TakesMarkdown = takesMarkdown;
        Slack.Model.Responder = (request, _) => ValueTask.FromResult(new ModelReply(AnswerTests.Words[int.Parse(request.LastUserText.Split(' ')[^1])].Says));
        await StartAsync();
        var direct = World.OpenDirectMessage(Ada).Id;
        for (var i = 0; i < AnswerTests.Words.Length; i++)
        {
            World.PostAsUser(direct, Ada, $"case {i}");
            await DirectAnswerAsync(direct, AnswerTests.Words[i].Text);
        }

        await using var browser = await OpenPage.StartAsync(new Uri(Slack.PageUrl, $"#{direct}"));
        var messages = browser.Page.Locator("#messages");
        await messages.GetByText("invoicefdp.exe").WaitForAsync();
        var kind = takesMarkdown ? "markdown" : "sections";
        await ShowAsync(browser, messages, $"words-{kind}", ("begin", "Just words."), ("middle", "ketch"), ("end", "invoicefdp.exe"));

        Assert.Equal("https://evil.example/", await messages.GetByRole(AriaRole.Link, new() { Name = "bank.example (evil.example)" }).EvaluateAsync<string>("link => link.href"));
        Assert.Equal("bold", await messages.Locator("strong, b").GetByText("bold", new() { Exact = true }).First.InnerTextAsync());
        Assert.DoesNotContain("**", await messages.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Empty(browser.Errors);
    }

    [Fact]
    [Trait("Req", "AS-7")]
    [Trait("Req", "AS-22")]
    public async Task A_person_sees_an_answer_grow_and_then_stand_there_whole()
    {
        const string Answer = "## The voyage\n\nWe leave **at six**, with the tide:\n\n- charts\n- bread\n\n| leg | miles |\n|---|---|\n| out | 12 |\n| back | 14 |\n\nAnd we are back by noon.";

        // A browser may take longer to start than the answer takes, and than a run is at work before it says so.
        var isOpen = new TaskCompletionSource();
        Slack.Model.Responder = async (_, cancellationToken) =>
        {
            await isOpen.Task.WaitAsync(cancellationToken);
            return new ModelReply(Answer) { Spread = TimeSpan.FromSeconds(6) };
        };
        await StartAsync(("Streams:Mode", "Auto"));
        var asked = World.MentionBot(General, Ada, "plan a voyage");
        await using var browser = await OpenPage.StartAsync(new Uri(Slack.PageUrl, $"#{General}/{asked}"));
        isOpen.SetResult();
        var thread = browser.Page.Locator("#thread-messages");

        await thread.Locator(".streaming").GetByText("at six").WaitForAsync();
        await browser.ShowAsync("growing");
        await thread.GetByText("back by noon").WaitForAsync();
        await thread.GetByRole(AriaRole.Button, new() { Name = "View flow" }).WaitForAsync();
        await browser.ShowAsync("grown");

        Assert.Equal(0, await thread.Locator(".streaming").CountAsync());
        Assert.Equal(2, await thread.Locator("table tbody tr").CountAsync());
        Assert.Single(Answers(General, asked));
        Assert.Empty(browser.Errors);
    }

    /// <summary>Some 30 kB.</summary>
    private static string LongAnswer()
    {
        var code = string.Concat(Enumerable.Range(0, 300).Select(i => $"var boat{i} = new Boat(length: {i}, name: \"<b>{i}</b> & more\");\n"));
        var rows = string.Concat(Enumerable.Range(0, 200).Select(i => $"| {i} | **{i * i}** | `{i:X}` |\n"));
        return $"# All about boats\n\nA **bold** word, an *italic* one, ~~a struck one~~ and `code`; a [ketch](https://en.wikipedia.org/wiki/Ketch_(boat)).\n\n"
            + "- hull\n  - planks\n  - <img src=x onerror=alert(1)>\n- sail\n\n1. cast off\n2. set sail\n\n- [x] float\n- [ ] sink\n\n> Ships in harbour are safe.\n\n"
            + $"## Code\n\n```csharp\n{code}```\n\n## Table\n\n| number | square | hex |\n|---|---:|---|\n{rows}\n---\n\nThat was all.";
    }

    private Task<OpenPage> OpenAsync() => OpenPage.StartAsync(Slack.PageUrl);

    /// <summary>Goes to each text, and keeps a picture of what is to be seen there.</summary>
    private static async Task ShowAsync(OpenPage browser, ILocator within, string kind, params (string Name, string Text)[] places)
    {
        foreach (var (name, text) in places)
        {
            await within.GetByText(text).First.ScrollIntoViewIfNeededAsync();
            await browser.ShowAsync($"{kind}-{name}");
        }
    }

    private static async Task SayAsync(IPage page, string text)
    {
        await page.Locator("#composer-text").FillAsync(text);
        await page.Locator("#composer-text").PressAsync("Enter");
    }

    private static async Task SayInThreadAsync(IPage page, string text)
    {
        await page.Locator("#thread-text").FillAsync(text);
        await page.Locator("#thread-text").PressAsync("Enter");
    }
}
