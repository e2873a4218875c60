using System.Text.Json;

namespace Holdfast.Simulator.Blocks;

/// <summary>Which blocks the workspace has: Slack brings new ones to one workspace after the other.</summary>
public sealed class BlockSupport
{
    /// <summary>Whether it takes <c>markdown</c> blocks; without them it answers <c>invalid_blocks</c>. Default true.</summary>
    public bool TakesMarkdown { get; set; } = true;

    /// <summary>Whether it takes <c>context_actions</c> blocks; without them it answers <c>invalid_blocks</c>. Default true.</summary>
    public bool TakesContextActions { get; set; } = true;

    /// <summary>Whether a <c>slack_file</c> names a picture of the workspace that the app may show.</summary>
    internal Func<JsonElement, bool> HasPicture { get; init; } = _ => true;
}
