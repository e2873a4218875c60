using Holdfast.Text;

namespace Holdfast.Tests.Answers;

[Trait("Req", "AS-8")]
[Trait("Req", "SE-3")]
public sealed class CleanTextTests
{
    [Theory]
    [InlineData("a\r\nb\rc\u2028d\te", "a\nb\nc\nd\te")]
    [InlineData("safe\u202Egnp.exe", "safegnp.exe")]
    [InlineData("a\u2066b\u2069c\u200Bd\uFEFFe\u00ADf", "abcdef")]
    [InlineData("a\u0000\u001B[31mb\u007F", "a[31mb")]
    [InlineData("👩‍👩‍👧 🏳️‍🌈 é שלום 你好", "👩‍👩‍👧 🏳️‍🌈 é שלום 你好")]
    [InlineData("🏴\U000E0067\U000E0062\U000E0073\U000E0063\U000E0074\U000E007F!", "🏴\U000E0067\U000E0062\U000E0073\U000E0063\U000E0074\U000E007F!")]
    [InlineData("🏴\U000E0069\U000E0067\U000E006E\U000E006F\U000E0072\U000E0065\U000E0020!", "🏴!")]
    [InlineData("x\U000E0041\U000E0042", "x")]
    public void What_nobody_sees_is_left_out_and_what_people_write_stays(string text, string clean) => Assert.Equal(clean, CleanText.Of(text));

    [Fact]
    public void Half_a_character_is_shown_as_a_broken_one() => Assert.Equal("lone \uFFFD and \uFFFD", CleanText.Of("lone \uD83D and \uDE00"));
}
