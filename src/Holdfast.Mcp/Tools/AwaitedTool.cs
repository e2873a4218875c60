using System.Text.Json;
using Holdfast.Mcp.Protocol;
using Holdfast.Mcp.Servers;
using Holdfast.Tools;

namespace Holdfast.Mcp.Tools;

/// <summary>
/// A tool of which a call was approved before a restart, and whose server has not told its tools since: it is waited for when the call is made. Without
/// it, what somebody approved while the server was starting would be refused as unknown.
/// </summary>
/// <param name="server">Whose it is.</param>
/// <param name="name">Its name, for the model.</param>
/// <param name="find">Finds it among those that the server has by then.</param>
/// <param name="time">The clock.</param>
internal sealed class AwaitedTool(McpServer server, string name, Func<string, IAgentTool?> find, TimeProvider time) : IAgentTool
{
    private static readonly JsonElement AnyObject = JsonElement.Parse("""{"type":"object"}""");

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public string Description => "Starting.";

    /// <inheritdoc/>
    public JsonElement Parameters => AnyObject;

    /// <inheritdoc/>
    public ToolPolicy DefaultPolicy => ToolPolicy.Approve;

    /// <inheritdoc/>
    public bool IsRepeatable => false;

    /// <inheritdoc/>
    public ToolReview Review(JsonElement arguments) => new ToolReview.Accepted(ApprovalText.Of(server.Definition.Name, name, arguments));

    /// <inheritdoc/>
    public async ValueTask<ToolResult> RunAsync(ToolCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        using var limit = new CancellationTokenSource(server.Definition.Options.StartTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        await server.Listed.WaitAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        if (find(name) is not { } tool)
            return server.Listed.IsCompleted ? CallWording.Gone(server.Definition.Name, name) : CallWording.Away(server.Definition.Name, (server.Status as ServerStatus.Down)?.Problem);
        return tool.Review(call.Arguments) is ToolReview.Refused refused ? CallWording.Refused(server.Definition.Name, refused.Reason) : await tool.RunAsync(call, cancellationToken);
    }
}
