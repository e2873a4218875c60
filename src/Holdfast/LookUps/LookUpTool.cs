using System.Text.Json;
using Holdfast.Tools;

namespace Holdfast.LookUps;

/// <summary>What looking something up in Slack has in common: it changes nothing, and where it cannot be done the model reads why.</summary>
internal abstract class LookUpTool : IAgentTool
{
    /// <summary>How long all of one look-up may take.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    protected LookUpTool(TimeProvider time) => Time = time;

    /// <summary>The clock.</summary>
    protected TimeProvider Time { get; }

    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public abstract string Description { get; }

    /// <inheritdoc/>
    public abstract JsonElement Parameters { get; }

    /// <inheritdoc/>
    public ToolPolicy DefaultPolicy => ToolPolicy.Auto;

    /// <inheritdoc/>
    public bool MayRunBesideOthers => true;

    /// <inheritdoc/>
    public abstract ToolReview Review(JsonElement arguments);

    /// <inheritdoc/>
    public async ValueTask<ToolResult> RunAsync(ToolCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        using var patience = new CancellationTokenSource(Patience, Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            return new ToolResult(await LookUpAsync(call, both.Token));
        }
        catch (LookUpException e)
        {
            return new ToolResult($"Not found out: {e.Message}") { IsError = true };
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new ToolResult("Not found out: Slack did not answer in time.") { IsError = true };
        }
    }

    protected abstract Task<string> LookUpAsync(ToolCall call, CancellationToken cancellationToken);
}
