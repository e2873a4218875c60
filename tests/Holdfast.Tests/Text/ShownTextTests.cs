using Holdfast.Text;
using Holdfast.ViewFlow;

namespace Holdfast.Tests.Text;

[Trait("Req", "SE-3")]
public sealed class ShownTextTests
{
    [Theory]
    [InlineData("a\u0000b", "a␀b")]
    [InlineData("\u001b[31mred", "␛[31mred")]
    [InlineData("a\r\nb\rc\n\td", "a\nb\nc\n\td")]
    [InlineData("a\u2028b", "a\nb")]
    [InlineData("\u007f\u0085", "␡[U+0085]")]
    [InlineData("invoice\u202Efdp.exe", "invoice[U+202E]fdp.exe")]
    [InlineData("a\u2066b\u200Bc\uFEFF", "a[U+2066]b[U+200B]c[U+FEFF]")]
    [InlineData("\U000E0041", "[U+E0041]")]
    [InlineData("👩‍👩‍👧 ❤️ é", "👩‍👩‍👧 ❤️ é")]
    public void What_nobody_sees_is_shown(string text, string shown) => Assert.Equal(shown, ShownText.Visible(text));

    [Fact]
    public void Half_a_character_is_replaced()
    {
        Assert.Equal("a\uFFFDb", ShownText.Visible("a\uD83Db"));
        Assert.Equal("\uFFFD\uFFFD", ShownText.Visible("\uDE00\uD83D"));
    }

    [Fact]
    public void A_line_is_one_line_and_cut_between_characters()
    {
        Assert.Equal("a b c", ShownText.Line("  a\n\n\tb \r\n c ", 10));
        Assert.Equal("123456789…", ShownText.Line("1234567890x", 10));
        Assert.Equal("12345678…", ShownText.Line("12345678😀😀", 10));
        Assert.Equal("…", ShownText.Line(new string(' ', 1_000) + "x", 10));
        Assert.Equal("", ShownText.Line(null, 10));
    }

    [Fact]
    public void Text_from_right_to_left_keeps_to_itself() => Assert.Equal("\u2068שלום\u2069", ShownText.Line("שלום", 10));

    [Fact]
    public void A_name_cannot_leave_its_code_span()
    {
        Assert.Equal("`x' &lt;!channel&gt; 'y`", ShownText.Code("x` <!channel> `y", 80));
        Assert.Equal("_(no name)_", ShownText.Code(" \n ", 80));
    }

    [Fact]
    public void Only_an_id_is_a_mention()
    {
        Assert.Equal("<@U123>", ShownText.Person("U123"));
        Assert.Equal("`U1&gt; &lt;!here`", ShownText.Person("U1> <!here"));
        Assert.Equal("_(no name)_", ShownText.Person(""));
    }

    [Theory]
    [InlineData("""{"a":[1,{"b":"x,y:{"}],"c":{},"d":[ ]}""", "{\n  \"a\": [\n    1,\n    {\n      \"b\": \"x,y:{\"\n    }\n  ],\n  \"c\": {},\n  \"d\": []\n}")]
    [InlineData("""{"a":1,"a":1.50e+2,"b":"\u0041\"\\"}""", "{\n  \"a\": 1,\n  \"a\": 1.50e+2,\n  \"b\": \"\\u0041\\\"\\\\\"\n}")]
    [InlineData("{}", "{}")]
    [InlineData("[\n]", "[]")]
    [InlineData("{no json}", "{no json}")]
    [InlineData("[1,2", "[1,2")]
    [InlineData("\"text\"", "\"text\"")]
    public void Json_is_laid_out_and_otherwise_left_alone(string text, string laid) => Assert.Equal(laid, JsonLayout.Of(text));

    [Fact]
    public void Json_that_would_grow_out_of_proportion_stays_as_it_is()
    {
        var deep = new string('[', 30) + string.Join(',', Enumerable.Repeat("1", 100_000)) + new string(']', 30);
        Assert.Same(deep, JsonLayout.Of(deep));
        Assert.Equal(new string('[', 500_000), JsonLayout.Of(new string('[', 500_000)));
    }
}
