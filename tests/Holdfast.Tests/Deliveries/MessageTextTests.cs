using System.Text;
using System.Text.RegularExpressions;
using Holdfast.Text;

namespace Holdfast.Tests.Deliveries;

[Trait("Req", "AS-8")]
public sealed class MessageTextTests
{
    [Theory]
    [InlineData("")]
    [InlineData("   \n\t ")]
    public void Nothing_is_no_message(string text) => Assert.Empty(MessageText.Split(text));

    [Fact]
    public void A_text_that_fits_is_one_message()
    {
        Assert.Equal(["hello\n\nthere"], MessageText.Split("hello\n\nthere"));
        var full = new string('x', MessageText.MaxLength);
        Assert.Equal([full], MessageText.Split(full));
        Assert.Equal([full, "x"], MessageText.Split(full + "x"));
    }

    [Theory]
    [InlineData("\n\n")]
    [InlineData("\n")]
    [InlineData(" ")]
    public void A_long_text_is_cut_where_a_paragraph_a_line_or_a_word_ends(string separator)
    {
        var (first, second) = (new string('a', 3_000), new string('b', 3_000));
        Assert.Equal([first, second], MessageText.Split(first + separator + second));
    }

    [Fact]
    public void A_paragraph_goes_before_a_line_and_a_line_before_a_word()
    {
        var (a, b) = (new string('a', 2_000), new string('b', 1_000));
        Assert.Equal([a, $"{b}\n{b} {b}"], MessageText.Split($"{a}\n\n{b}\n{b} {b}"));
        Assert.Equal([$"{a}", $"{b} {b} {b}"], MessageText.Split($"{a}\n{b} {b} {b}"));
    }

    /// <summary>Random texts of letters, blanks and emoji: a failure names the seed.</summary>
    [Fact]
    public void Whatever_the_text_no_piece_is_empty_too_long_or_ends_within_a_character_and_nothing_is_lost()
    {
        for (var seed = 1; seed <= 500; seed++)
        {
            var random = new Random(seed);
            var text = new StringBuilder();
            while (text.Length < random.Next(12_000))
            {
                _ = random.Next(4) switch
                {
                    0 => text.Append(' ', random.Next(1, random.Next(2) == 0 ? 3 : 4_000)),
                    1 => text.Append('\n', random.Next(1, 4)),
                    2 => text.Insert(text.Length, "\ud83d\ude00", random.Next(1, 2_500)),
                    _ => text.Append((char)('a' + random.Next(26)), random.Next(1, 4_000)),
                };
            }

            var pieces = MessageText.Split(text.ToString()).ToList();
            Assert.All(pieces, piece =>
            {
                Assert.True(piece.Trim().Length > 0, $"seed {seed}: an empty piece");
                Assert.True(piece.Length <= MessageText.MaxLength, $"seed {seed}: {piece.Length}");
                Assert.False(char.IsHighSurrogate(piece[^1]) || char.IsLowSurrogate(piece[0]), $"seed {seed}: half a character");
            });
            Assert.True(Bare(text.ToString()) == Bare(string.Concat(pieces)), $"seed {seed}: text was lost");
        }
    }

    private static string Bare(string text) => Regex.Replace(text, @"\s+", "", RegexOptions.None, TimeSpan.FromSeconds(5));

    [Theory]
    [Trait("Req", "RS-5")]
    [InlineData("&lt;")]
    [InlineData("&amp;x")]
    [InlineData("😀")]
    [InlineData("a")]
    public void What_takes_another_messages_place_is_cut_to_what_an_update_takes_and_not_within_an_entity(string unit)
    {
        var text = string.Concat(Enumerable.Repeat(unit, 4_001));
        var cut = MessageText.Cut(text);
        Assert.InRange(cut.Length, 3_990, 4_000);
        Assert.EndsWith("…", cut, StringComparison.Ordinal);
        Assert.Equal(0, (cut.Length - 1) % unit.Length % (unit == "&amp;x" ? 5 : unit.Length));
        Assert.Equal("short", MessageText.Cut("short"));
    }
}
