using System.Text;
using Holdfast.Tools.Web;

namespace Holdfast.Tests.Tools.Web;

[Trait("Req", "AS-15")]
public sealed class HtmlReaderTests
{
    private static readonly Uri Address = new("https://example.com/docs/page?x=1");

    [Theory]
    [InlineData("<p>One   two\n three</p><p>four<br>five</p>", "One two three\n\nfour\nfive")]
    [InlineData("<h1>Title</h1><div><div>text</div></div><h3>Part</h3>more", "# Title\n\ntext\n\n### Part\n\nmore")]
    [InlineData("<ul><li>one<li>two <b>and</b> three</ul>after", "- one\n- two and three\n\nafter")]
    [InlineData("<table><tr><th>a<th>b</tr><tr><td>1<td>2</tr></table>", "a | b\n1 | 2")]
    [InlineData("see <a href='other#part'>the <i>other</i></a> and <a href=//b.example/?q=1&amp;r=2>b</a>.", "see the other (https://example.com/docs/other#part) and b (https://b.example/?q=1&r=2).")]
    [InlineData("<a href='#top'>up</a> <a href='javascript:alert(1)'>run</a> <a href='mailto:a@b.example'>write</a> <a href='/x'><img src=y></a>", "up run write")]
    [InlineData("<base href='https://c.example/d/'><a href=e>f</a>", "f (https://c.example/d/e)")]
    [InlineData("<pre>  a\n    b</pre>c", "a\n    b\n\nc")]
    [InlineData("caf&eacute; &lt;b&gt; &#x1F600; &unknown; &amp", "café <b> 😀 &unknown; &")]
    [InlineData("<img alt='A red house'> here", "[A red house] here")]
    [InlineData("a<!-- hidden -->b<script>var x = '<p>no</p>';</script>c<style>p{}</style>d<template>e</template>f<textarea>typed</textarea>", "abcdftyped")]
    [InlineData("<nav><a href=/>Home</a></nav><main>words</main><footer>(c)</footer>", "words")]
    [InlineData("<svg><title>not this</title><text>nor this</text></svg>x", "x")]
    [InlineData("<nav>only this", "only this")]
    [InlineData("<noscript>needs no script</noscript>", "needs no script")]
    [InlineData("<p", "")]
    [InlineData("", "")]
    public void A_page_is_read_as_its_words(string html, string words) => Assert.Equal(words, HtmlReader.Read(html, Address).Text);

    [Fact]
    public void Its_title_is_the_first_and_one_line()
    {
        var page = HtmlReader.Read("<head><title>A\n <b>title</b> &amp; more</title></head><body>x<title>other</title>", Address);
        Assert.Equal("A btitle/b & more", page.Title);
        Assert.Null(HtmlReader.Read("<title> </title>x", Address).Title);
    }

    /// <summary>What makes a tree of a page grow without end, or a walk through it too deep.</summary>
    [Theory]
    [InlineData("<p><b id={0}>", "</p><p>x", 30_000)]
    [InlineData("<div>", "y", 300_000)]
    [InlineData("<table><tr><td>", "z", 100_000)]
    [InlineData("<a href=/{0}>", "w", 100_000)]
    [InlineData("</nav></p>", "<nav>", 200_000)]
    [InlineData("&", "&amp", 300_000)]
    [InlineData("<", "<!--", 300_000)]
    public void Whatever_is_nested_or_left_open_it_is_read_in_one_go(string begin, string end, int times)
    {
        var html = new StringBuilder();
        for (var i = 0; i < times; i++)
            html.Append(begin.Replace("{0}", i.ToString(), StringComparison.Ordinal));
        for (var i = 0; i < times; i++)
            html.Append(end);
        Assert.InRange(HtmlReader.Read(html.ToString(), Address).Text.Length, 0, html.Length * 10);
    }

    [Theory]
    [InlineData("utf-8", null, "Grüße")]
    [InlineData("utf-8", "utf-8", "Grüße")]
    [InlineData("windows-1252", null, "Grüße €")]
    [InlineData("windows-1252", "ISO-8859-1", "Grüße €")]
    [InlineData("windows-1251", "windows-1251", "Привет")]
    [InlineData("shift_jis", "Shift_JIS", "こんにちは")]
    [InlineData("gb2312", "gb2312", "你好")]
    [InlineData("utf-8", "no-such-thing", "Grüße")]
    public void Characters_are_read_as_they_were_written(string written, string? said, string text)
    {
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(written) ?? Encoding.GetEncoding(written);
        Assert.Equal(text, PageEncoding.Read(encoding.GetBytes(text), said));
    }

    [Fact]
    public void What_a_page_says_of_itself_counts_where_the_host_says_nothing_and_a_mark_before_all()
    {
        var legacy = CodePagesEncodingProvider.Instance.GetEncoding("windows-1251")!;
        Assert.EndsWith("Привет", PageEncoding.Read(legacy.GetBytes("<html><meta charset=\"windows-1251\">Привет"), charset: null), StringComparison.Ordinal);
        Assert.EndsWith("Привет", PageEncoding.Read(legacy.GetBytes("<meta http-equiv=Content-Type content='text/html; charset=windows-1251'>Привет"), charset: null), StringComparison.Ordinal);
        Assert.Equal("Grüße", PageEncoding.Read([.. Encoding.UTF8.GetPreamble(), .. "Grüße"u8], "windows-1251"));
        Assert.Equal("Grüße", PageEncoding.Read([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("Grüße")], charset: null));
        Assert.Equal("Gr", PageEncoding.Read([.. "Gr"u8, 0xC3], charset: null)[..2]);
    }
}
