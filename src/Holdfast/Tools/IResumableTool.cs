using Holdfast.Items;

namespace Holdfast.Tools;

/// <summary>
/// A tool whose calls begin something that goes on without them, such as a job. What a call begins is durable before it waits for it, and a call that a crash has
/// interrupted waits on instead of being given up.
/// </summary>
public interface IResumableTool : IAgentTool
{
    /// <summary>What a call begins. <see cref="IAgentTool.RunAsync"/> follows, after a crash alone, when that is durable, and finds what was begun.</summary>
    /// <param name="call">The call, which was reviewed and, where that was needed, approved.</param>
    /// <param name="cancellationToken">Fires when the run is stopped or runs out of time.</param>
    /// <returns>Nothing where it was begun before: it may be asked again.</returns>
    ValueTask<ToolBeginning> BeginAsync(ToolCall call, CancellationToken cancellationToken);
}

/// <summary>What a call begins.</summary>
/// <param name="Effects">Becomes true in one commit, together with the use of the call's approval.</param>
/// <param name="Refusal">Why it begins nothing, and is over; null where it goes on.</param>
public sealed record ToolBeginning(Effects Effects, ToolResult? Refusal = null);
