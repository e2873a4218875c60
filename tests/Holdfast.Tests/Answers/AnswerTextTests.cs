using Holdfast.Answers;
using Holdfast.Answers.Mentions;
using Holdfast.Slack.BlockKit;
using Holdfast.Text;

namespace Holdfast.Tests.Answers;

[Trait("Req", "AS-8")]
public sealed class AnswerTextTests
{
    [Theory]
    [InlineData("echo load 17", true)]
    [InlineData("It's 14:03, isn't it? (About 30 % more.)", true)]
    [InlineData("a *b*", false)]
    [InlineData("two\nlines", false)]
    [InlineData("    code", false)]
    [InlineData("<!channel>", false)]
    [InlineData("@channel", false)]
    [InlineData("grün", false)]
    public void Plain_words_are_known_as_such(string text, bool isPlain) => Assert.Equal(isPlain, PlainWords.Are(text));

    public static TheoryData<string> Texts => new()
    {
        string.Concat(Enumerable.Repeat("[bank.example](https://evil.example/x) ", 1_000)),
        string.Concat(Enumerable.Repeat("见https://e.cn。", 4_000)),
        string.Concat(Enumerable.Repeat("a < b && c > d ", 2_000)),
        string.Concat(Enumerable.Repeat("> ", 200)) + "deep",
        string.Concat(Enumerable.Repeat("*a _b ", 6_000)),
        string.Concat(Enumerable.Repeat("[", 30_000)),
        string.Concat(Enumerable.Repeat("|", 30_000)),
        string.Concat(Enumerable.Repeat("`a``", 8_000)),
        string.Concat(Enumerable.Repeat("@channel <!here> ", 2_000)),
        string.Concat(Enumerable.Range(0, 1_000).Select(i => $"{new string(' ', i % 60)}- item\n")),
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void Whatever_the_model_writes_every_message_is_within_Slacks_limits_and_calls_nobody(string text)
    {
        foreach (var message in AnswerText.Of(CleanText.Of(text), MentionScope.None))
        {
            Assert.InRange(message.Markdown.Length, 1, SlackLimits.MarkdownText);
            Assert.InRange(message.Text.Length, 1, SlackLimits.MessageText);
            var sections = AnswerSections.Of(message.Markdown);
            Assert.InRange(sections.Count, 1, SlackLimits.MessageBlocks - 5);
            Assert.All(sections, section => Assert.InRange(section.Text!.Text.Length, 1, SlackLimits.SectionText));
            Assert.InRange(sections.Sum(section => section.Text!.Text.Length), 1, SlackLimits.MarkdownText);
            foreach (var shown in sections.Select(section => section.Text!.Text).Append(message.Markdown).Append(message.Text))
            {
                Assert.DoesNotContain("<!", shown, StringComparison.Ordinal);
                Assert.DoesNotContain("@channel", shown, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Those_may_be_mentioned_who_asked_or_were_mentioned_by_people()
    {
        var scope = new MentionedPeople().Of(
            "U0ASKER",
            new Records.MessageContent("ask <@U0QUESTION|q>"),
            [new Records.Turn(Records.Turn.User, "know <@U0BEFORE>?"), new Records.Turn(Records.Turn.Assistant, "and <@U0INVENTED>")]);
        Assert.Equal([true, true, true, false], new[] { "U0ASKER", "U0QUESTION", "U0BEFORE", "U0INVENTED" }.Select(scope.Allows));
    }
}
