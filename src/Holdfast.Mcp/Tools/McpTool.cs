using System.Text.Json;
using Holdfast.Images;
using Holdfast.Mcp.Protocol;
using Holdfast.Mcp.Servers;
using Holdfast.Tools;

namespace Holdfast.Mcp.Tools;

/// <summary>A tool of an MCP server.</summary>
internal sealed class McpTool : IAgentTool
{
    private readonly McpServer _server;
    private readonly ToolDescription _tool;
    private readonly ReturnedPictures _pictures;
    private readonly string[] _required;

    /// <summary>Makes it of what the server says.</summary>
    /// <param name="server">Whose it is.</param>
    /// <param name="tool">What the server says of it.</param>
    /// <param name="pictures">What becomes of pictures that it returns.</param>
    public McpTool(McpServer server, ToolDescription tool, ReturnedPictures pictures)
    {
        (_server, _tool, _pictures) = (server, tool, pictures);
        Name = ToolNaming.Of(server.Definition.Prefix, tool.Name);
        using var schema = JsonDocument.Parse(tool.Schema);
        Parameters = schema.RootElement.Clone();
        _required = Parameters.TryGetProperty("required", out var required) && required.ValueKind == JsonValueKind.Array
            ? [.. required.EnumerateArray().Where(name => name.ValueKind == JsonValueKind.String).Select(name => name.GetString()!)]
            : [];
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public string Description => _tool.Description;

    /// <inheritdoc/>
    public JsonElement Parameters { get; }

    /// <summary>What a server says of its tools is its own word: it counts for an operator who trusts it, and asks for nobody's approval then.</summary>
    public ToolPolicy DefaultPolicy => IsTrusted && _tool.IsReadOnly ? ToolPolicy.Auto : ToolPolicy.Approve;

    /// <inheritdoc/>
    public bool IsRepeatable => IsTrusted && (_tool.IsReadOnly || _tool.IsIdempotent);

    /// <summary>The server's own word is enough for that: what its tools may do without asking is decided by the policy, and at worst it confuses itself.</summary>
    public bool MayRunBesideOthers => _tool.IsReadOnly;

    private bool IsTrusted => _server.Definition.Options.TrustAnnotations;

    /// <summary>Whether what must be there is there: nobody is to approve what the server would refuse. The rest is the server's own matter.</summary>
    public ToolReview Review(JsonElement arguments) => _required.FirstOrDefault(name => !arguments.TryGetProperty(name, out _)) is { } missing
        ? new ToolReview.Refused($"the argument \"{missing}\" is missing.")
        : new ToolReview.Accepted(ApprovalText.Of(_server.Definition.Name, _tool.Name, arguments));

    /// <inheritdoc/>
    public async ValueTask<ToolResult> RunAsync(ToolCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        var found = new List<ReturnedPicture>();
        var result = await _server.CallAsync(_tool.Name, call.Arguments, found, cancellationToken);
        return _pictures.Add(result, call, $"{_tool.Name} of {_server.Definition.Name}", found);
    }
}
