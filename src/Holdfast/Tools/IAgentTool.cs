using System.Text.Json;

namespace Holdfast.Tools;

/// <summary>Something the agent can do besides writing. Made by the product or by the operator.</summary>
public interface IAgentTool
{
    /// <summary>Its name: letters, digits, <c>_</c> and <c>-</c>, at most 64.</summary>
    string Name { get; }

    /// <summary>What it does, for the model.</summary>
    string Description { get; }

    /// <summary>Its arguments: a JSON schema of an object.</summary>
    JsonElement Parameters { get; }

    /// <summary>What holds when the operator says nothing.</summary>
    ToolPolicy DefaultPolicy { get; }

    /// <summary>
    /// Whether a call that was interrupted by a crash may be made again. Where not, it is written down before it begins, and the model is told afterwards
    /// that it may have been done. A call that was approved is never made twice. Default: true.
    /// </summary>
    bool IsRepeatable => true;

    /// <summary>
    /// Whether a call may be under way beside others that say so, where the model writes several at once and none needs approval: for tools that change nothing. All others are
    /// made one after another, in the model's order. Default: false.
    /// </summary>
    bool MayRunBesideOthers => false;

    /// <summary>Looks at a call before anything is done. Changes nothing.</summary>
    /// <param name="arguments">The arguments: a JSON object, otherwise as the model wrote it.</param>
    ToolReview Review(JsonElement arguments);

    /// <summary>Does it. The model learns the type of what it throws, and nothing else of it.</summary>
    /// <param name="call">The call, which was reviewed and, where that was needed, approved.</param>
    /// <param name="cancellationToken">Fires when the run is stopped or runs out of time.</param>
    ValueTask<ToolResult> RunAsync(ToolCall call, CancellationToken cancellationToken);
}
