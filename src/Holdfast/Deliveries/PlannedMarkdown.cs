using Holdfast.Answers;

namespace Holdfast.Deliveries;

/// <summary>The block of Markdown in a planned message, and what stands in for it.</summary>
internal static class PlannedMarkdown
{
    /// <summary>The same call with sections in place of the Markdown; null when there is none in it.</summary>
    /// <param name="call">The call.</param>
    public static DeliveryCall? AsSections(DeliveryCall call) =>
        PlannedBlocks.Replace(call, "markdown", static block => AnswerSections.Of(block.GetProperty("text").GetString()!));
}
