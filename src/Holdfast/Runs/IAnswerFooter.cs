using Holdfast.Items;
using Holdfast.Slack.BlockKit;

namespace Holdfast.Runs;

/// <summary>Something that stands under each answer of the agent, below the row with <em>View flow</em>.</summary>
public interface IAnswerFooter
{
    /// <summary>What stands there; nothing for none. A message has 50 blocks.</summary>
    /// <param name="run">The run that gave the answer.</param>
    IReadOnlyList<Block> Under(ItemId run);
}
