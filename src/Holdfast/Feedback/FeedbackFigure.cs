using Holdfast.Records;
using Holdfast.Storage;
using Holdfast.Text;
using Holdfast.ViewFlow;

namespace Holdfast.Feedback;

/// <summary>Shows in <em>View flow</em> what people think of an answer.</summary>
internal sealed class FeedbackFigure(IRecordReader records) : IFlowFigure
{
    /// <inheritdoc/>
    public async ValueTask<FlowFigure?> ShowAsync(RunRecord run, CancellationToken cancellationToken)
    {
        var all = await FeedbackRecord.OfRunAsync(records, run.Id, cancellationToken);
        var good = all.Count(feedback => feedback.IsGood);
        return all.Count == 0 ? null : new FlowFigure($"*Feedback*\n👍 {Quantities.Count(good)} · 👎 {Quantities.Count(all.Count - good)}");
    }
}
