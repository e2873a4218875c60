using System.Text.Json;
using Holdfast.Http;
using Holdfast.Deliveries;
using Holdfast.Images;
using Holdfast.Mcp.Configuration;
using Holdfast.Mcp.Protocol;
using Holdfast.Mcp.Servers;
using Holdfast.Mcp.Tools;
using Holdfast.Mcp.Transports;
using Holdfast.Tools;
using Microsoft.Extensions.Logging.Abstractions;

namespace Holdfast.Mcp.Tests.Tools;

[Trait("Req", "AS-15")]
public sealed class McpToolTests : IDisposable
{
    private readonly FakeClock _clock = new();
    private readonly TestMeters _meters = new();
    private readonly HttpMetrics _httpMetrics;
    private readonly OutgoingHttp _http;
    private readonly McpMetrics _metrics;

    public McpToolTests()
    {
        _httpMetrics = new HttpMetrics(_meters);
        _http = new OutgoingHttp(_httpMetrics, _clock, NullLoggerFactory.Instance);
        _metrics = new McpMetrics(_meters);
    }

    public void Dispose()
    {
        _http.Dispose();
        _metrics.Dispose();
        _httpMetrics.Dispose();
        _meters.Dispose();
    }

    [Theory]
    [InlineData(false, true, true, ToolPolicy.Approve, false)]
    [InlineData(true, true, false, ToolPolicy.Auto, true)]
    [InlineData(true, false, true, ToolPolicy.Approve, true)]
    [InlineData(true, false, false, ToolPolicy.Approve, false)]
    [Trait("Req", "SE-3")]
    public void What_a_server_says_of_a_tool_counts_for_who_trusts_it(bool isTrusted, bool isReadOnly, bool isIdempotent, ToolPolicy policy, bool isRepeatable)
    {
        var tool = Tool(isTrusted, new ToolDescription("x", "", """{"type":"object"}""") { IsReadOnly = isReadOnly, IsIdempotent = isIdempotent });
        Assert.Equal((policy, isRepeatable), (tool.DefaultPolicy, tool.IsRepeatable));
    }

    [Fact]
    [Trait("Req", "RS-18")]
    public void An_approver_sees_whose_tool_it_is_and_exactly_what_it_gets()
    {
        var tool = Tool(isTrusted: false, new ToolDescription("create.issue", "", """{"type":"object","required":["title"]}"""));
        Assert.StartsWith("hub_create_issue_", tool.Name, StringComparison.Ordinal);
        var accepted = Assert.IsType<ToolReview.Accepted>(tool.Review(JsonElement.Parse("""{"title":"Ä <b> \"x\"\n","n":1.50,"deep":{"a":[true,null]}}""")));
        Assert.Equal(
            """
            MCP server: hub
            Tool: create.issue
            Arguments: {
              "title": "Ä <b> \"x\"\n",
              "n": 1.50,
              "deep": {
                "a": [
                  true,
                  null
                ]
              }
            }
            """.ReplaceLineEndings("\n"),
            accepted.Shown);
        Assert.Contains("\"title\" is missing", Assert.IsType<ToolReview.Refused>(tool.Review(JsonElement.Parse("{}"))).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hub_", "read_file", "hub_read_file")]
    [InlineData("hub_", "a.b", "hub_a_b_")]
    [InlineData("hub_", "a/b", "hub_a_b_")]
    [InlineData("hub_", "ä", "hub___")]
    public void Names_are_those_that_models_can_call(string prefix, string tool, string expected) =>
        Assert.StartsWith(expected, ToolNaming.Of(prefix, tool), StringComparison.Ordinal);

    [Fact]
    public void Two_tools_never_come_to_one_name_by_what_was_changed()
    {
        string[] tools = ["a_b", "a.b", "a/b", "a b", new('x', 100), new string('x', 99) + "y", new('x', 60), new string('x', 59) + "."];
        var names = tools.Select(tool => ToolNaming.Of("a-prefix-of-forty-characters-0123456789_", tool)).ToList();
        Assert.Equal(names.Distinct(), names);
        Assert.All(names, name => Assert.InRange(name.Length, 1, 64));
        Assert.All(names, name => Assert.Matches("^[A-Za-z0-9_-]+$", name));
    }

    private McpTool Tool(bool isTrusted, ToolDescription description)
    {
        var definition = new ServerDefinition("hub", new McpServerOptions { Command = "x", TrustAnnotations = isTrusted }, _ => null);
        return new McpTool(new McpServer(definition, new Connector(_http, _clock, NullLoggerFactory.Instance), _metrics, _clock, NullLogger<McpServer>.Instance), description, new ReturnedPictures(new FileComposer(_clock), _clock));
    }
}
