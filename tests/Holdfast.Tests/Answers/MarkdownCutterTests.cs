using System.Globalization;
using System.Text;
using Holdfast.Answers.Cutting;
using Holdfast.Answers.Lines;

namespace Holdfast.Tests.Answers;

[Trait("Req", "AS-8")]
public sealed class MarkdownCutterTests
{
    private static readonly string[] Scraps =
    [
        "word ", "a longer sentence of words. ", "\n", "\n\n", "# Heading\n\n", "- item\n", "  - inner\n", "    - innermost\n", "1. first\n", "> quoted\n",
        "```csharp\n", "```\n", "~~~\n", "> ```\n", "- ```js\n  x\n  ```\n", "    code\n", "| a | b |\n|---|---|\n", "| 1 | 2 |\n", "`code` ", "[label](https://example.com/x) ",
        "https://example.com/a_(b) ", "😀", "👩‍👩‍👧", "🏳️‍🌈", "e\u0301", "你好。", "שלום ", "\uD83D", "<", "&", "**", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    ];

    /// <summary>Random texts: a failure names the seed.</summary>
    [Fact]
    public void Whatever_the_text_the_pieces_make_it_none_is_too_long_and_no_character_is_cut()
    {
        for (var seed = 1; seed <= 2_000; seed++)
        {
            var random = new Random(seed);
            var builder = new StringBuilder();
            for (var wanted = random.Next(4_000); builder.Length < wanted;)
                builder.Insert(builder.Length, Scraps[random.Next(Scraps.Length)], random.Next(1, random.Next(5) == 0 ? 60 : 3));
            var text = builder.ToString();
            var most = random.Next(300, 1_000);
            var pieces = MarkdownCutter.Cut(text, most).ToList();
            Assert.True(text == string.Concat(pieces.Select(piece => piece.Body)), $"seed {seed}: text was lost");
            var at = 0;
            var clusters = StringInfo.ParseCombiningCharacters(text).ToHashSet();
            foreach (var piece in pieces)
            {
                Assert.True(clusters.Contains(at), $"seed {seed}: a character was cut at {at}");
                Assert.True(Weight.Of(piece.Text) <= most, $"seed {seed}: {Weight.Of(piece.Text)} of {most}");
                Assert.True(IsBalanced(piece.Text), $"seed {seed}: a fence is left open in\n{piece.Text}");
                at += piece.Body.Length;
            }
        }
    }

    [Fact]
    public void Code_is_closed_and_opened_again_with_its_language()
    {
        var text = "Before.\n\n```csharp\n" + string.Concat(Enumerable.Range(0, 100).Select(i => $"var line{i} = {i};\n")) + "```\n\nAfter.";
        var pieces = MarkdownCutter.Cut(text, 1_000).Select(piece => piece.Text).ToList();
        Assert.All(pieces.Skip(1).SkipLast(1), piece => Assert.StartsWith("```csharp\nvar line", piece, StringComparison.Ordinal));
        Assert.All(pieces.SkipLast(1), piece => Assert.EndsWith(";\n```", piece, StringComparison.Ordinal));
        Assert.EndsWith("After.", pieces[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_begins_with_its_heading_in_each_piece_and_no_row_is_cut()
    {
        const string Header = "| number | square |\n|---:|---|\n";
        var text = Header + string.Concat(Enumerable.Range(0, 200).Select(i => $"| {i} | {i * i} |\n"));
        var pieces = MarkdownCutter.Cut(text, 800).Select(piece => piece.Text).ToList();
        Assert.True(pieces.Count > 3);
        Assert.All(pieces, piece => Assert.StartsWith(Header, piece, StringComparison.Ordinal));
        Assert.All(pieces, piece => Assert.EndsWith(" |", piece, StringComparison.Ordinal));
        Assert.Equal(200, pieces.Sum(piece => piece.Split('\n').Length - 2));
    }

    [Fact]
    public void An_inner_item_comes_with_those_it_belongs_to_and_is_never_code()
    {
        var text = "1. first\n   - second\n" + string.Concat(Enumerable.Range(0, 100).Select(i => $"     - item {i} of the innermost list\n"));
        var pieces = MarkdownCutter.Cut(text, 700).Select(piece => piece.Text).ToList();
        Assert.All(pieces.Skip(1), piece => Assert.StartsWith("1. …\n   - …\n     - item ", piece, StringComparison.Ordinal));
    }

    [Fact]
    public void It_is_cut_before_a_heading_or_a_paragraph_where_there_is_one_and_never_within_a_link()
    {
        var words = string.Concat(Enumerable.Repeat("word ", 100)).Trim();
        Assert.Equal([words, "# Heading\n\n" + words], MarkdownCutter.Cut($"{words}\n\n# Heading\n\n{words}", 700).Select(piece => piece.Text));
        var links = string.Concat(Enumerable.Repeat("[a label of words](https://example.com/address) ", 40)).Trim();
        Assert.All(MarkdownCutter.Cut(links, 500).Select(piece => piece.Text), piece => Assert.True(piece.StartsWith("[a", StringComparison.Ordinal) && piece.EndsWith(')')));
    }

    public static TheoryData<string> Worst => new()
    {
        new string('x', 1_000_000),
        string.Concat(Enumerable.Repeat("👩‍👩‍👧", 30_000)),
        "a" + new string('\u0301', 100_000),
        string.Concat(Enumerable.Repeat("> ", 100)) + "quoted",
        "```js\n" + new string('x', 100_000),
        "| a | b |\n|---|---|\n" + string.Concat(Enumerable.Repeat("| one | two |\n", 10_000)),
        new string('\uD83D', 50_000),
        new string('\n', 100_000),
        string.Concat(Enumerable.Repeat("שלום עולם ", 10_000)),
        new string('[', 50_000),
        new string('`', 50_000),
    };

    [Theory]
    [MemberData(nameof(Worst))]
    public void The_worst_texts_are_cut_as_any_other(string text)
    {
        var pieces = MarkdownCutter.Cut(text, 10_000).ToList();
        Assert.True(text == string.Concat(pieces.Select(piece => piece.Body)));
        Assert.All(pieces, piece => Assert.InRange(Weight.Of(piece.Text), 0, 10_000));
    }

    private static bool IsBalanced(string text)
    {
        Fence? fence = null;
        foreach (var line in text.Split('\n'))
        {
            if (fence?.IsLeftBy(line) == true)
                fence = null;
            fence = fence is null ? Fence.OpenedBy(line) : fence.IsClosedBy(line) ? null : fence;
        }

        // The end of a quotation ends a block of code in it as well.
        return fence is null or { Quotes: > 0 };
    }
}
