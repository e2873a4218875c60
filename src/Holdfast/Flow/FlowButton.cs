using Holdfast.Lanes;
using Holdfast.Slack.BlockKit;

namespace Holdfast.Flow;

/// <summary>The way into a run: stands under the last message of each reply.</summary>
public static class FlowButton
{
    /// <summary>The row with the button.</summary>
    /// <param name="run">The run that wrote the reply.</param>
    public static ActionsBlock Block(ItemId run) => new()
    {
        BlockId = "flow",
        Elements = [Parts.Button(FlowActions.Open, "View flow", run.ToString(), "View flow: how this answer came about")],
    };
}
