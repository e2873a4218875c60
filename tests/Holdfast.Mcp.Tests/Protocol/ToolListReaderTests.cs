using System.Text.Json.Nodes;
using Holdfast.Mcp.Protocol;

namespace Holdfast.Mcp.Tests.Protocol;

[Trait("Req", "AS-15")]
[Trait("Req", "SE-3")]
public sealed class ToolListReaderTests
{
    [Fact]
    public void One_that_is_described_wrongly_takes_no_other_with_it()
    {
        var listing = Read("""
            {"tools":[
              {"name":"fine","description":"does it","inputSchema":{"type":"object","properties":{"a":{}}},"annotations":{"readOnlyHint":true,"idempotentHint":true}},
              {"name":"untyped","title":"A title","inputSchema":{"properties":{}}},
              {"name":"none"},{"name":"text","inputSchema":"x"},{"name":"array","inputSchema":{"type":"array"}},{"name":3},{},7,null,
              {"name":"half","inputSchema":{"type":"object","description":"\ud800"}},
              {"name":"fine","inputSchema":{"type":"object"}},
              {"name":"hint","inputSchema":{"type":"object"},"annotations":{"readOnlyHint":"true"}}
            ]}
            """);
        Assert.Equal(["fine", "untyped", "hint"], listing.Tools.Select(tool => tool.Name));
        Assert.Equal((true, true), (listing.Tools[0].IsReadOnly, listing.Tools[0].IsIdempotent));
        Assert.False(listing.Tools[^1].IsReadOnly);
        Assert.Equal("A title", listing.Tools[1].Description);
        Assert.Contains("\"type\":\"object\"", listing.Tools[1].Schema, StringComparison.Ordinal);
        Assert.Equal(8, listing.LeftOut.Count);
    }

    [Fact]
    public void Number_and_length_are_bounded()
    {
        var many = Read(PageOf(5_000, "does it"));
        Assert.Equal(ToolListReader.MaxTools, many.Tools.Count);
        Assert.Equal("and 4862 more", many.LeftOut[^1]);
        Assert.Equal(11, many.LeftOut.Count);

        var long_ = Read(PageOf(1, new string('x', 1_000_000)));
        Assert.Equal(ToolListReader.MaxDescription + 1, Assert.Single(long_.Tools).Description.Length);

        var wordy = Read(PageOf(100, new string('y', 1_900)));
        Assert.InRange(wordy.Tools.Sum(tool => tool.Description.Length + tool.Schema.Length), 1, ToolListReader.MaxTotal);
        Assert.InRange(wordy.Tools.Count, 50, 70);
    }

    [Fact]
    public void Of_what_the_operator_chose_nothing_is_lost_behind_thousands_of_others()
    {
        var listing = Read(PageOf(5_000, "does it"), "tool_4999", "absent");
        Assert.Equal("tool_4999", Assert.Single(listing.Tools).Name);
        Assert.Empty(listing.LeftOut);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("""{"tools":{}}""")]
    public void What_is_no_list_has_no_tools(string answer) => Assert.Empty(Read(answer).Tools);

    [Fact]
    public void What_says_the_same_is_the_same() => Assert.True(Read(PageOf(30, "does it")).IsSameAs(Read(PageOf(30, "does it"))));

    private static string PageOf(int tools, string description) =>
        new JsonObject { ["tools"] = new JsonArray([.. Enumerable.Range(0, tools).Select(number => new JsonObject { ["name"] = $"tool_{number}", ["description"] = description, ["inputSchema"] = new JsonObject { ["type"] = "object" } })]) }.ToJsonString();

    private static ToolListing Read(string page, params string[] chosen)
    {
        var reader = new ToolListReader(chosen);
        reader.Add(JsonNode.Parse(page));
        return reader.End();
    }
}
