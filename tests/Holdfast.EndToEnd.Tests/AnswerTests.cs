using System.Text.Json;
using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Simulator.Model;
using Holdfast.Simulator.World;

namespace Holdfast.EndToEnd.Tests;

/// <summary>What the model writes, as it stands in Slack.</summary>
public sealed class AnswerTests : EndToEndTest
{
    /// <summary>What the model says; the Markdown and the text of the message; the sections where the workspace takes no Markdown.</summary>
    internal static readonly (string Says, string Markdown, string Text, string Sections)[] Words =
    [
        ("Just words.", "Just words.", "Just words.", "Just words."),
        ("# Boats\n\nSome **bold**, *italic*, ~~struck~~ and `code`.", "# Boats\n\nSome **bold**, *italic*, ~~struck~~ and `code`.", "Boats\n\nSome bold, italic, struck and code.", "*Boats*\n\nSome *bold*, _italic_, ~struck~ and `code`."),
        ("- one\n- two\n  - three\n\n1. first\n2. second", "- one\n- two\n  - three\n\n1. first\n2. second", "• one\n• two\n  • three\n\n1. first\n2. second", "• one\n• two\n    • three\n\n1. first\n2. second"),
        ("> quoted\n\n```cs\nif (a < b) x();\n```", "> quoted\n\n```cs\nif (a < b) x();\n```", "quoted\n\nif (a &lt; b) x();", "> quoted\n\n```\nif (a &lt; b) x();\n```"),
        ("| boat | m |\n|---|---|\n| ketch | 12 |", "| boat | m |\n|---|---|\n| ketch | 12 |", "boat | m\nketch | 12", "```\nboat  | m\n------+---\nketch | 12\n```"),
        ("[docs](https://example.com/C_(x)?a=1&b=2)", "[docs](https://example.com/C_(x)?a=1&b=2)", "docs", "<https://example.com/C_(x)?a=1&amp;b=2|docs>"),
        ("见https://example.com/路径。然后", "见[https://example.com/路径](https://example.com/路径)。然后", "见https://example.com/路径。然后", "见<https://example.com/路径>。然后"),
        ("[bank.example](https://evil.example)", "[bank.example (evil.example)](https://evil.example)", "bank.example (evil.example)", "<https://evil.example|bank.example (evil.example)>"),
        ("<!channel> @here `<!everyone>`", "&lt;!channel> @\u2060here `<\u2060!everyone>`", "&lt;!channel&gt; @\u2060here &lt;\u2060!everyone&gt;", "&lt;!channel&gt; @\u2060here `&lt;\u2060!everyone&gt;`"),
        ("<@U0ADA> and <@U0NOBODY>", "<@U0ADA> and &lt;@U0NOBODY>", "<@U0ADA> and &lt;@U0NOBODY&gt;", "<@U0ADA> and &lt;@U0NOBODY&gt;"),
        ("invoice\u202Efdp.exe", "invoicefdp.exe", "invoicefdp.exe", "invoicefdp.exe"),
    ];

    [Theory]
    [Trait("Req", "AS-8")]
    [Trait("Req", "SE-3")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Words_come_out_as_they_are_meant(bool takesMarkdown)
    {
        Slack.Blocks.TakesMarkdown = takesMarkdown;
        Slack.Model.Responder = (request, _) => ValueTask.FromResult(new ModelReply(Words[Number(request)].Says));
        await StartAsync();

        for (var i = 0; i < Words.Length; i++)
        {
            var thread = World.MentionBot(General, Ada, $"case {i}.");
            var answer = await AnswerAsync(General, thread, "");
            Assert.Equal(Words[i].Text, answer.Text);
            Assert.Equal(takesMarkdown ? ["markdown", "actions"] : ["section", "actions"], BlocksOf(answer).Select(TypeOf));
            Assert.Equal(takesMarkdown ? Words[i].Markdown : Words[i].Sections, TextsOf(answer));
        }

        // Not asked each time.
        await Server.WaitUntilIdleAsync();
        Assert.Equal(Words.Length, World.Messages(General).Count(message => message.IsFromBot));
        Assert.Equal(Words.Length + (takesMarkdown ? 0 : 1), Slack.Calls.Count("chat.postMessage"));
    }

    [Fact]
    [Trait("Req", "AS-8")]
    public async Task A_long_answer_is_several_messages_and_the_button_is_under_the_last()
    {
        var code = string.Concat(Enumerable.Range(0, 600).Select(i => $"var line{i} = \"{i}\";\n"));
        Slack.Model.Responder = (_, _) => ValueTask.FromResult(new ModelReply($"Before.\n\n```csharp\n{code}```\n\nAfter."));
        await StartAsync();

        var thread = World.MentionBot(General, Ada, "show me");
        await AnswerAsync(General, thread, "After.");
        await Server.WaitUntilIdleAsync();
        var answers = World.Thread(General, thread).Where(message => message.IsFromBot).ToList();
        Assert.InRange(answers.Count, 2, 4);
        Assert.All(answers.SkipLast(1), answer => Assert.Equal(["markdown"], BlocksOf(answer).Select(TypeOf)));
        Assert.Equal(["markdown", "actions"], BlocksOf(answers[^1]).Select(TypeOf));
        Assert.All(answers.Skip(1), answer => Assert.StartsWith("```csharp\nvar line", TextsOf(answer), StringComparison.Ordinal));
        Assert.Equal(
            Enumerable.Range(0, 600).Select(i => $"var line{i} = \"{i}\";"),
            answers.SelectMany(answer => TextsOf(answer).Split('\n')).Where(line => line.StartsWith("var line", StringComparison.Ordinal)));
    }

    [Fact]
    [Trait("Req", "AS-8")]
    public async Task A_very_long_answer_is_its_beginning_and_a_file_with_the_whole()
    {
        var rows = string.Concat(Enumerable.Range(0, 10_000).Select(i => $"| {i} | {i * i} |\n"));
        var whole = $"All squares:\n\n| number | square |\n|---|---|\n{rows}\nThat's all.";
        Slack.Model.Responder = (_, _) => ValueTask.FromResult(new ModelReply(whole));
        await StartAsync();

        var thread = World.MentionBot(General, Ada, "all squares, please");
        var file = await World.WaitForReplyAsync(General, thread, message => message.Files.Count > 0);
        await Server.WaitUntilIdleAsync();
        var answers = World.Thread(General, thread).Where(message => message.IsFromBot).ToList();
        Assert.Equal(2, answers.Count);
        Assert.Equal(file.Ts, answers[1].Ts);
        Assert.StartsWith("All squares:\n\n| number | square |", TextsOf(answers[0]), StringComparison.Ordinal);
        Assert.EndsWith("the whole answer is in the file below.)_", TextsOf(answers[0]), StringComparison.Ordinal);
        Assert.Equal("actions", TypeOf(BlocksOf(answers[0])[^1]));
        Assert.EndsWith(".md", file.Files[0].Name, StringComparison.Ordinal);
        Assert.Equal(whole.Length, file.Files[0].Size);
    }

    private static int Number(ModelRequest request) => int.Parse(request.LastUserText.Split(' ')[^1].TrimEnd('.'), System.Globalization.CultureInfo.InvariantCulture);

    private static IReadOnlyList<JsonElement> BlocksOf(SlackMessage message) => [.. JsonElement.Parse(message.Blocks!).EnumerateArray()];

    private static string TypeOf(JsonElement block) => block.GetProperty("type").GetString()!;

    private static string TextsOf(SlackMessage message) => string.Join('\n', BlocksOf(message).Select(block => TypeOf(block) switch
    {
        "markdown" => block.GetProperty("text").GetString(),
        "section" => block.GetProperty("text").GetProperty("text").GetString(),
        _ => null,
    }).OfType<string>());
}
