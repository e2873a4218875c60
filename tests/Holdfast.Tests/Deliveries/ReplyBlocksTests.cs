using System.Text;
using System.Text.RegularExpressions;
using Holdfast.Deliveries;
using Holdfast.Slack;
using Holdfast.Slack.BlockKit;
using Holdfast.Text;

namespace Holdfast.Tests.Deliveries;

[Trait("Req", "VF-1")]
[Trait("Req", "SE-3")]
public sealed class ReplyBlocksTests
{
    [Fact]
    public void A_reply_is_one_section_shown_whole()
    {
        var section = Assert.IsType<SectionBlock>(Assert.Single(ReplyBlocks.Of(" *hello*\n\nthere ")));
        Assert.Equal(("*hello*\n\nthere", true, true), (section.Text!.Text, section.Text.Verbatim, section.Expand));
        Assert.Empty(ReplyBlocks.Of(" \n "));
    }

    [Theory]
    [InlineData("<!channel> & <@U1>", "&lt;!channel&gt; &amp; &lt;@U1&gt;")]
    [InlineData("see https://example.com/a?b=1&c=2.", "see <https://example.com/a?b=1&amp;c=2>.")]
    [InlineData("(*https://example.com*)", "(*<https://example.com>*)")]
    [InlineData("<https://evil.example|https://good.example>", "&lt;<https://evil.example>|<https://good.example>&gt;")]
    [InlineData("https:// and http://.", "https:// and http://.")]
    public void Nothing_becomes_a_mention_or_a_link_but_an_address_that_shows_itself(string text, string shown) =>
        Assert.Equal(shown, Text(Assert.Single(ReplyBlocks.Of(text))));

    [Fact]
    public void A_text_without_end_is_cut_with_a_note()
    {
        var blocks = ReplyBlocks.Of(new string('<', 1_000_000));
        Assert.Equal(ReplyBlocks.MaxSections, blocks.Count);
        Assert.Equal(MessageText.CutNote, Text(blocks[^1]));
    }

    /// <summary>Random texts: a failure names the seed.</summary>
    [Fact]
    public void Whatever_the_text_no_section_is_empty_or_too_long_nothing_is_cut_within_and_nothing_is_lost()
    {
        string[] scraps = ["<", ">", "&", "&amp;", "😀", "\n", "\n\n", " ", "a", "https://example.com/x?y=<&z=1 ", "http", "\uD83D", "word ", "`", "https://example.com/" + new string('p', 1_200)];
        for (var seed = 1; seed <= 500; seed++)
        {
            var random = new Random(seed);
            var builder = new StringBuilder();
            for (var wanted = random.Next(20_000); builder.Length < wanted;)
                builder.Insert(builder.Length, scraps[random.Next(scraps.Length)], random.Next(1, random.Next(4) == 0 ? 800 : 4));

            var text = builder.ToString();
            if (text.Length > 60_000)
                text = text[..60_000];
            var sections = ReplyBlocks.Of(text).Select(Text).ToList();
            Assert.All(sections, section =>
            {
                Assert.InRange(section.Length, 1, SlackLimits.SectionText);
                Assert.True(section.Trim().Length > 0, $"seed {seed}: an empty section");
                Assert.False(Regex.IsMatch(section, "&(?!amp;|lt;|gt;)", RegexOptions.None, TimeSpan.FromSeconds(5)), $"seed {seed}: half an entity");
                Assert.True(section.Count(c => c == '<') == section.Count(c => c == '>'), $"seed {seed}: half a link");
            });
            if (sections is not [.., MessageText.CutNote])
                Assert.True(Bare(text) == Bare(SlackText.Unescape(string.Concat(sections).Replace("<", "", StringComparison.Ordinal).Replace(">", "", StringComparison.Ordinal))), $"seed {seed}: text was lost");
            for (var at = 1; at < sections.Count; at++)
                Assert.False(char.IsHighSurrogate(sections[at - 1][^1]) && char.IsLowSurrogate(sections[at][0]), $"seed {seed}: half a character");
        }
    }

    private static string Text(Block block) => Assert.IsType<SectionBlock>(block).Text!.Text;

    private static string Bare(string text) => Regex.Replace(text, @"\s+", "", RegexOptions.None, TimeSpan.FromSeconds(5));
}
