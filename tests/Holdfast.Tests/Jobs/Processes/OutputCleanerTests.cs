using System.Text;
using Holdfast.Jobs.Processes;

namespace Holdfast.Tests.Jobs.Processes;

public sealed class OutputCleanerTests
{
    [Theory]
    [InlineData("plain\ttext\n", "plain\ttext\n")]
    [InlineData("a\r\nb\rc\r\r\nd", "a\nb\nc\n\nd")]
    [InlineData("a\0b\u0001\b\u007fc\u0085", "abc")]
    [InlineData("\e[1;31mred\e[0m \e[2J\e[?25l|", "red |")]
    [InlineData("\e]0;title\aa\e]8;;https://x\e\\link\e]8;;\e\\", "alink")]
    [InlineData("\eP1$r\e\\a\e(Bb\ec", "ab")]
    [InlineData("\u009b31ma\u009d0;t\u009cb", "ab")]
    [InlineData("a\e[31\nb", "a\nb")]
    [InlineData("a\e]never ends\nb", "a\nb")]
    [InlineData("\e\e[1mx\e", "x")]
    [InlineData("safe\u202egnp.exe\u2066", "safegnp.exe")]
    [InlineData("Grüße 👋 漢字 e\u0301", "Grüße 👋 漢字 e\u0301")]
    public void Text_is_harmless_however_it_is_cut(string output, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(output);
        Assert.Equal(text, Clean(bytes, bytes.Length));
        for (var size = 1; size < 5; size++)
            Assert.Equal(text, Clean(bytes, size));
    }

    [Fact]
    public void Bytes_that_are_no_text_are_replaced()
    {
        byte[] output = [0x61, 0xFF, 0x62, 0xC3, 0x28, 0xE2, 0x82, 0x63, 0xF0, 0x9F];
        for (var size = 1; size <= output.Length; size++)
            Assert.Equal("a\uFFFDb\uFFFD(\uFFFDc\uFFFD", Clean(output, size));
    }

    [Fact]
    public void A_sequence_that_never_ends_does_not_swallow_the_rest()
    {
        var text = Clean(Encoding.UTF8.GetBytes("\e]" + new string('x', 100_000)), 4096);
        Assert.InRange(text.Length, 98_000, 99_999);
    }

    [Fact, Trait("Req", "RS-16")]
    public void Of_too_much_the_first_and_last_are_kept()
    {
        var kept = new HeadAndTail(20);
        for (var i = 0; i < 1_000; i++)
            kept.Append(Encoding.UTF8.GetBytes($"{i:000}\n"));
        Assert.True(kept.IsCut);
        Assert.Equal("000\n001\n00\n[... 3980 bytes left out ...]\n\n998\n999\n", kept.Text().Replace("7\n998", "\n998", StringComparison.Ordinal));
        Assert.Equal("999", kept.LastLine());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(26)]
    [InlineData(27)]
    [InlineData(1_000)]
    public void Any_limit_keeps_whole_characters(int limit)
    {
        const string text = "ä漢👋ä漢👋ä漢👋";
        var kept = new HeadAndTail(limit);
        foreach (var b in Encoding.UTF8.GetBytes(text))
            kept.Append([b]);
        Assert.Equal(limit < 27, kept.IsCut);
        if (!kept.IsCut)
            Assert.Equal(text, kept.Text());
        else
            Assert.DoesNotContain('\uFFFD', kept.Text());
        _ = kept.LastLine();

        var atOnce = new HeadAndTail(limit);
        atOnce.Append(Encoding.UTF8.GetBytes(text));
        Assert.Equal(kept.Text(), atOnce.Text());
    }

    [Fact, Trait("Req", "RS-16")]
    public void Memory_is_bounded_by_what_is_kept()
    {
        var chunk = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("Zeile mit Ü und \e[31mFarbe\e[0m\r\n\0", 500)));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var kept = new HeadAndTail(100_000);
        var cleaner = new OutputCleaner(kept);
        for (var i = 0; i < 1_000; i++)
            cleaner.Append(chunk);
        Assert.True(kept.Text().Length < 100_100);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 100_000, 2_000_000);
    }

    [Fact]
    public void The_last_line_is_of_bounded_length()
    {
        var kept = new HeadAndTail(10_000);
        Assert.Equal("", kept.LastLine());
        kept.Append("first\n  second  \n\n\n"u8);
        Assert.Equal("second", kept.LastLine());
        kept.Append(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("👋", 1_000))));
        Assert.InRange(kept.LastLine().Length, 100, 200);
        Assert.DoesNotContain('\uFFFD', kept.LastLine());
    }

    private static string Clean(byte[] output, int size)
    {
        var kept = new HeadAndTail(1_000_000);
        var cleaner = new OutputCleaner(kept);
        foreach (var chunk in output.Chunk(size))
            cleaner.Append(chunk);
        cleaner.End();
        return kept.Text();
    }
}
