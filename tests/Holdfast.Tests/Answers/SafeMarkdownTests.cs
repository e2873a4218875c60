using Holdfast.Answers.Mentions;
using Holdfast.Answers.Safety;

namespace Holdfast.Tests.Answers;

[Trait("Req", "AS-8")]
[Trait("Req", "SE-3")]
public sealed class SafeMarkdownTests
{
    private static readonly MentionScope Known = new(["U0ADA"], [new("Grace", "U0GRACE"), new("Grace Hopper", "U0HOPPER")]);

    [Theory]
    [InlineData("# A **b** _c_ ~~d~~ `e`\n\n- f\n  - g\n\n1. h\n\n> i\n\n| j | k |\n|---|---|\n| l | m |")]
    [InlineData("```csharp\nif (a < b && c > d) List<string> x;\n```")]
    [InlineData("snake_case and 2 * 3 * 4, ada@example.com, AT&T")]
    [InlineData("see https://example.com/a?b=1&c=2.")]
    [InlineData("(https://en.wikipedia.org/wiki/C_(programming_language))")]
    [InlineData("[C](https://en.wikipedia.org/wiki/C_(programming_language))")]
    [InlineData("- [x] done\n- [ ] open")]
    public void What_harms_nobody_stays_as_it_is(string text) => Assert.Equal(text, SafeMarkdown.Of(text, Known));

    [Theory]
    [InlineData("<!channel>", "&lt;!channel>")]
    [InlineData("<!subteam^S1|x>", "&lt;!subteam^S1|x>")]
    [InlineData(@"\<!here>", "&lt;!here>")]
    [InlineData("<!date^1^{date}|x>", "&lt;!date^1^{date}|x>")]
    [InlineData("@channel, @Here and @everyone", "@\u2060channel, @\u2060Here and @\u2060everyone")]
    [InlineData(@"\@channel", "@\u2060channel")]
    [InlineData("`<!channel>` and `a < b`", "`<\u2060!channel>` and `a < b`")]
    [InlineData("```\n<!everyone> <@U0ADA> <https://evil.example|bank.example>\n```", "```\n<\u2060!everyone> <\u2060@U0ADA> <\u2060https://evil.example|bank.example>\n```")]
    [InlineData("```\n<!channel>", "```\n<\u2060!channel>")]
    [InlineData("`a\n<!channel>`", "`a\n&lt;!channel>`")]
    [InlineData("<div>", "&lt;div>")]
    public void Nobody_is_called_by_what_a_model_writes(string text, string safe) => Assert.Equal(safe, SafeMarkdown.Of(text, Known));

    [Theory]
    [InlineData("<@U0ADA> and <@U0ADA|Ada>", "<@U0ADA> and <@U0ADA>")]
    [InlineData("<@U0EVIL>", "&lt;@U0EVIL>")]
    [InlineData("@Grace, @grace hopper and @Graceful", "<@U0GRACE>, <@U0HOPPER> and @Graceful")]
    [InlineData("@Linus", "@Linus")]
    [InlineData("x@Grace.example", "x@Grace.example")]
    [InlineData("<#C0GENERAL|general>", "<#C0GENERAL>")]
    public void Those_are_mentioned_who_may_be(string text, string safe) => Assert.Equal(safe, SafeMarkdown.Of(text, Known));

    [Theory]
    [InlineData("[bank.example](https://evil.example/x)", "[bank.example (evil.example)](https://evil.example/x)")]
    [InlineData("[https://bank.example](https://bank.example.evil.example)", "[https://bank.example (bank.example.evil.example)](https://bank.example.evil.example)")]
    [InlineData("[**bank**.example](https://evil.example)", "[**bank**.example (evil.example)](https://evil.example)")]
    [InlineData("[bank&#46;example](https://evil.example)", "[bank&#46;example (evil.example)](https://evil.example)")]
    [InlineData("<https://evil.example|bank.example>", "[bank.example (evil.example)](https://evil.example)")]
    [InlineData("<https://a.example|b](https://c.example)>", @"[b\](https://c.example) (a.example)](https://a.example)")]
    [InlineData("`[bank.example](https://evil.example)`", "`[bank.example (evil.example)](https://evil.example)`")]
    [InlineData("https://bank.example@evil.example/", "[https://bank.example@evil.example/ (evil.example)](https://bank.example@evil.example/)")]
    [InlineData("[docs](https://example.com \"bank.example\")", "[docs](https://example.com)")]
    [InlineData("[example.com](https://www.example.com/x)", "[example.com](https://www.example.com/x)")]
    [InlineData("[x](javascript:alert(1))", "x (javascript:alert(1))")]
    [InlineData("[x](<https://evil.example|bank.example>)", "x (https://evil.example|bank.example)")]
    [InlineData("[bank.example][1]\n\n[1]: https://evil.example", "[bank.example][1]\n\n\\[1]: https://evil.example")]
    [InlineData("![bank.example](https://evil.example/x.png)", "![bank.example (evil.example)](https://evil.example/x.png)")]
    public void A_link_shows_where_it_leads(string text, string safe) => Assert.Equal(safe, SafeMarkdown.Of(text, Known));

    [Theory]
    [InlineData("见https://example.com/路径。然后", "见[https://example.com/路径](https://example.com/路径)。然后")]
    [InlineData("（https://example.com/a_b），", @"（[https://example.com/a\_b](https://example.com/a_b)），")]
    [InlineData("「https://example.com」", "「[https://example.com](https://example.com)」")]
    [InlineData("<https://example.com/x>", "https://example.com/x")]
    [InlineData("**https://example.com**", "**https://example.com**")]
    public void An_address_ends_where_its_sentence_does(string text, string safe) => Assert.Equal(safe, SafeMarkdown.Of(text, Known));
}
