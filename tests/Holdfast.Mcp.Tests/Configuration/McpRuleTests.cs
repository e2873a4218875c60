using Holdfast.Composition;
using Holdfast.Mcp.Configuration;
using Holdfast.Tools;
using Microsoft.Extensions.Options;

namespace Holdfast.Mcp.Tests.Configuration;

[Trait("Req", "CX-8")]
public sealed class McpRuleTests
{
    private readonly NamedOptions<McpServerOptions> _servers = new();
    private readonly Dictionary<string, string> _variables = new() { ["TOKEN"] = "abcdefgh", ["EMPTY"] = "", ["BROKEN"] = "abc\ndef" };

    [Fact]
    public void Variables_that_are_missing_or_empty_are_named_and_others_are_filled_in()
    {
        _servers.All["hub"] = new McpServerOptions
        {
            Environment = { ["A"] = "x ${TOKEN} ${GONE} ${EMPTY} ${1} $TOKEN {TOKEN}" }, Headers = { ["Authorization"] = "Bearer ${TOKEN}", ["Bad Name"] = "x", ["X-Broken"] = "${BROKEN}" },
        };
        Assert.Equal(
            [
                "Mcp:Servers:hub:Environment:A needs the environment variable GONE, which is not set.",
                "Mcp:Servers:hub:Environment:A needs the environment variable EMPTY, which is not set.",
                "Mcp:Servers:hub:Headers:Bad Name: a header's name is letters, digits and -.",
                "Mcp:Servers:hub:Headers:X-Broken contains a line break or another character that no header has: copy it again.",
            ],
            Problems());

        var server = new ServerDefinition("hub", _servers.All["hub"], _variables.GetValueOrDefault);
        Assert.Equal("x abcdefgh ${GONE} ${EMPTY} ${1} $TOKEN {TOKEN}", server.Environment["A"]);
        Assert.Equal("it said *** and ***", server.Mask.Hide("it said Bearer abcdefgh and abcdefgh"));
    }

    [Fact]
    public void Names_and_prefixes_can_be_told_apart()
    {
        _servers.All["a b"] = new McpServerOptions();
        _servers.All["git"] = new McpServerOptions { Prefix = "git" };
        _servers.All["github"] = new McpServerOptions();
        _servers.All["set"] = new McpServerOptions();
        _servers.All["fine"] = new McpServerOptions { Prefix = "x-" };
        Assert.Equal(
            [
                "Mcp:Servers:a b: a server's name is 1 to 32 letters, digits, _ and -.",
                "Mcp:Servers:set:Prefix is 'set_', and so begins the tool set_timer: policies for the one would hold for the other. Set another prefix.",
                "Mcp:Servers:github:Prefix is 'github_', which begins as that of git ('git'): their tools could not be told apart. Set another prefix.",
            ],
            Problems());
    }

    private IEnumerable<string> Problems() => new McpRule(Options.Create(_servers), [new ToolName("set_timer")], _variables.GetValueOrDefault).Problems().Select(problem => problem.Text);
}
