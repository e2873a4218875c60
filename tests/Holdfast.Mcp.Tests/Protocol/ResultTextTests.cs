using System.Text.Json.Nodes;
using Holdfast.Mcp.Configuration;
using Holdfast.Mcp.Protocol;
using Holdfast.Tools;

namespace Holdfast.Mcp.Tests.Protocol;

[Trait("Req", "AS-15")]
public sealed class ResultTextTests
{
    private const string Secret = "a-secret-of-the-server";

    [Fact]
    [Trait("Req", "SE-4")]
    public void Secrets_are_taken_out_wherever_a_result_is_cut()
    {
        foreach (var before in (int[])[0, ResultText.MaxLength - 10, ResultText.MaxLength - 1])
            Assert.DoesNotContain("a-sec", Of(JsonNode.Parse($$"""{"content":[{"type":"text","text":"{{new string('x', before)}}{{Secret}}"}],"structuredContent":{"x":"{{Secret}}"} }""")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]}""", "a\nb")]
    [InlineData("""{"content":[{"type":"text","text":"{\"a\": 1}"}],"structuredContent":{"a":1}}""", "{\"a\": 1}")]
    [InlineData("""{"content":[{"type":"text","text":"it is one"}],"structuredContent":{"a":1}}""", "it is one\n{\"a\":1}")]
    [InlineData("""{"structuredContent":[1,2]}""", "[1,2]")]
    [InlineData("""{"content":[{"type":"text","text":"\ud800"},{"type":"text"}]}""", "(a text that is none)\n(a text that is none)")]
    [InlineData("""{"content":[{"type":"image","data":"AAAA","mimeType":"image/png"}]}""", "(a picture, image/png, 3 bytes; it cannot be shown here)")]
    [InlineData("""{"content":[{"type":"resource_link","uri":"file:///a\nb"}]}""", "(Resource file:///a b)")]
    [InlineData("""{"content":[{"type":"x"},{"type":7},9,null]}""", "(content of the kind 'x', which is left out)\n(content of no kind, which is left out)\n(content of no kind, which is left out)\n(content of no kind, which is left out)")]
    [InlineData("{}", "")]
    [InlineData("null", "")]
    [InlineData("[]", "")]
    public void Content_becomes_words(string answer, string words) => Assert.Equal(words, Of(JsonNode.Parse(answer)).Text);

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    [InlineData("\"true\"", false)]
    public void An_error_is_one_when_it_is_said(string said, bool isError) => Assert.Equal(isError, Of(JsonNode.Parse($$"""{"isError":{{said}}}""")).IsError);

    [Fact]
    public void Length_and_number_are_bounded()
    {
        var one = Of(JsonNode.Parse($$"""{"content":[{"type":"text","text":"{{new string('x', 3_000_000)}}"}]}""")).Text;
        Assert.InRange(one.Length, ResultText.MaxLength, ResultText.MaxLength + 100);
        Assert.EndsWith("(The rest of the result is left out.)", one, StringComparison.Ordinal);
        var many = Of(new JsonObject { ["content"] = new JsonArray([.. Enumerable.Range(0, 100_000).Select(_ => new JsonObject { ["type"] = "image", ["data"] = "AAAA" })]) }).Text;
        Assert.InRange(many.Length, 1, ResultText.MaxLength + 100);
        var split = Of(JsonNode.Parse($$"""{"content":[{"type":"text","text":"{{new string('x', ResultText.MaxLength)}}😀"}]}""")).Text;
        Assert.DoesNotContain(split, char.IsHighSurrogate);
    }

    private static ToolResult Of(JsonNode? result) => ResultText.Of(result, new SecretMask([Secret]));
}
