using Holdfast.Answers;
using Holdfast.Answers.Rendering;
using Holdfast.Slack.BlockKit;

namespace Holdfast.Tests.Answers;

[Trait("Req", "AS-8")]
public sealed class RenderingTests
{
    [Theory]
    [InlineData("plain", "plain", "plain")]
    [InlineData("**b** *i* _j_ ~~s~~ `c`", "*b* _i_ _j_ ~s~ `c`", "b i j s c")]
    [InlineData("***both***", "_*both*_", "both")]
    [InlineData("a**b**c", "a\u200B*b*\u200Bc", "abc")]
    [InlineData("# H **b**\n\ntext", "*H b*\n\ntext", "H b\n\ntext")]
    [InlineData("- a\n- b\n  - c", "• a\n• b\n    • c", "• a\n• b\n  • c")]
    [InlineData("3. a\n4. b", "3. a\n4. b", "3. a\n4. b")]
    [InlineData("- [x] a\n- [ ] b", "• ☑ a\n• ☐ b", "• ☑ a\n• ☐ b")]
    [InlineData("> a\n> b", "> a\n> b", "a\nb")]
    [InlineData("```cs\na < b\n```", "```\na &lt; b\n```", "a &lt; b")]
    [InlineData("[x](https://e.com/?a=1&b=2)", "<https://e.com/?a=1&amp;b=2|x>", "x")]
    [InlineData("https://e.com/C_(x).", "<https://e.com/C_(x)>.", "https://e.com/C_(x).")]
    [InlineData("a &lt;!channel> &amp; b", "a &lt;!channel&gt; &amp; b", "a &lt;!channel&gt; &amp; b")]
    [InlineData("<@U0ADA> hi", "<@U0ADA> hi", "<@U0ADA> hi")]
    [InlineData("a\n\n---\n\nb", "a\n\n———\n\nb", "a\n\n———\n\nb")]
    [InlineData("| boat | m |\n|---|---|\n| ketch | 12 |\n| 船 | 3 |", "```\nboat  | m\n------+---\nketch | 12\n船    | 3\n```", "boat | m\nketch | 12\n船 | 3")]
    [InlineData("a | b", "a | b", "a | b")]
    [InlineData("before:\n1. one\n2. two", "before:\n1. one\n2. two", "before:\n1. one\n2. two")]
    public void Markdown_comes_out_in_Slacks_older_marks_and_in_plain_words(string markdown, string mrkdwn, string plain) =>
        Assert.Equal((mrkdwn, plain), (Mrkdwn.Of(markdown), PlainText.Of(markdown)));

    [Fact]
    public void Sections_keep_to_their_limit_and_code_is_closed_and_opened_again()
    {
        var sections = AnswerSections.Of("text\n\n```\n" + string.Concat(Enumerable.Range(0, 400).Select(i => $"line {i} of the code\n")) + "```\n\nend").Select(TextOf).ToList();
        Assert.True(sections.Count > 2);
        Assert.All(sections, section => Assert.InRange(section.Length, 1, SlackLimits.SectionText));
        Assert.All(sections, section => Assert.Equal(0, section.Split("```").Length % 2 - 1));
        Assert.Equal(400, sections.Sum(section => section.Split('\n').Count(line => line.StartsWith("line ", StringComparison.Ordinal))));
    }

    [Fact]
    public void What_is_nested_too_deeply_is_shown_as_it_is()
    {
        var text = new string('>', 1_000) + " deep";
        Assert.Contains("deep", PlainText.Of(text), StringComparison.Ordinal);
        Assert.Contains(AnswerSections.Of(text), section => TextOf(section).Contains("deep", StringComparison.Ordinal));
    }

    private static string TextOf(SectionBlock section) => section.Text!.Text;
}
