using Holdfast.Records;

namespace Holdfast.ViewFlow;

/// <summary>A figure that a feature shows at the head of <em>View flow</em>.</summary>
public interface IFlowFigure
{
    /// <summary>The figure; null where there is none.</summary>
    /// <param name="run">The run.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<FlowFigure?> ShowAsync(RunRecord run, CancellationToken cancellationToken);
}
