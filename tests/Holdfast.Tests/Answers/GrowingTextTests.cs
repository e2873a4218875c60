using Holdfast.Answers;
using Holdfast.Answers.Mentions;

namespace Holdfast.Tests.Answers;

/// <summary>What is shown of an answer while it comes in stays as it is, whatever follows.</summary>
public sealed class GrowingTextTests
{
    private static readonly string[] Samples =
    [
        "Just words, and some more of them.\n\nA second paragraph with **bold**, *italic* and ~~struck~~ words.",
        "# Boats\n\n- one\n- two\n  - three\n\n1. first\n2. second\n\n> quoted words\n\nand the end.",
        "See [the docs](https://example.com/C_(x)?a=1&b=2) and https://example.com/path, then [bank.example](https://evil.example) too.",
        "Run `dotnet build` first:\n\n```cs\nif (a < b && c[0] > d) x();\n// a <!channel> here\n```\n\nThen a < b holds, and 3 > 2.",
        "| boat | m |\n|---|---|\n| ketch | 12 |\n| yawl | 9 |\n\nThat's all of them.",
        "Ask <@U0ADA> or <@U0NOBODY>, but not <!channel> nor @here nor @everyone, please.",
        "见https://example.com/路径。然后 说 一些 话。 👩‍👩‍👧‍👦 family and 🏴󠁧󠁢󠁳󠁣󠁴󠁿 flag.",
        "A [bracket that is never closed and goes on and on\n\nand a ` tick alone, and a < sign.",
        "~~~\ncode with ``` in it\n~~~\nafter\n    indented code\nmore",
    ];

    public static TheoryData<int> Rows => [.. Enumerable.Range(0, Samples.Length)];

    [Theory]
    [Trait("Req", "AS-7")]
    [MemberData(nameof(Rows))]
    public void Each_beginning_is_a_beginning_of_the_whole(int row)
    {
        var scope = new MentionScope(["U0ADA"]);
        var whole = Assert.Single(AnswerText.Of(Samples[row], scope)).Markdown;
        var shown = "";
        for (var length = 0; length <= Samples[row].Length; length++)
        {
            var beginning = GrowingText.Beginning(Samples[row][..length], scope);
            Assert.StartsWith(shown, beginning, StringComparison.Ordinal);
            Assert.StartsWith(beginning, whole, StringComparison.Ordinal);
            shown = beginning;
        }

        Assert.True(shown.Length > whole.Length / 2, $"Only '{shown}' of it was shown.");
    }

    [Theory]
    [Trait("Req", "AS-7")]
    [InlineData("", "")]
    [InlineData("word", "")]
    [InlineData("two words", "two")]
    [InlineData("see [a link](https://exa", "see")]
    [InlineData("run `dotnet bu", "run")]
    [InlineData("```cs\nline 1\nli", "```cs\nline 1")]
    [InlineData("ask <@U0A", "ask")]
    public void What_may_become_something_else_is_not_shown_yet(string text, string shown) =>
        Assert.Equal(shown, GrowingText.Beginning(text, MentionScope.None));

    [Fact]
    [Trait("Req", "AS-7")]
    public void A_megabyte_is_shown_as_far_as_a_message_goes() =>
        Assert.InRange(GrowingText.Beginning(string.Concat(Enumerable.Repeat("word ", 200_000)), MentionScope.None).Length, 9_000, AnswerText.MaxLength);
}
