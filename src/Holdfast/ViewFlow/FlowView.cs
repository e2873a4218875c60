using Holdfast.Records;
using Holdfast.Slack.BlockKit;
using Holdfast.Text;

namespace Holdfast.ViewFlow;

/// <summary>
/// The views of <i>View flow</i>. Whatever a run holds, each stays within Slack's limits: a page shows a fixed number of steps,
/// each cut to a fixed length, and a step is shown in parts of a fixed size.
/// </summary>
public static class FlowView
{
    /// <summary>The most steps on a page of the list.</summary>
    public const int StepsPerPage = 20;

    private const string Title = "View flow";

    /// <summary>The list: how the run stands, and a page of what it did.</summary>
    /// <param name="page">What to show.</param>
    /// <param name="state">What the view carries, as <see cref="FlowState.Signer"/> wrote it.</param>
    public static View Render(FlowPage page, string state)
    {
        ArgumentNullException.ThrowIfNull(page);
        return Modal(
            Title,
            FlowActions.ListView,
            [.. RunSummary.Head(page), .. Timeline.Of(page), .. RunSummary.Foot(page)],
            state);
    }

    /// <summary>Stands in for the list until it is read.</summary>
    /// <param name="state">What the view carries.</param>
    public static View Loading(string state) =>
        Modal(Title, FlowActions.ListView, [Parts.Section("flow.loading", "⏳ Loading the details…")], state);

    /// <summary>Says in place of a list why there is none.</summary>
    /// <param name="text">What to say, such as one of <see cref="FlowWording"/>; shown literally.</param>
    public static View Message(string text)
    {
        var words = Parts.Literal(ShownText.Lines(text, SlackLimits.SectionText));
        return Modal(Title, FlowActions.MessageView, [new SectionBlock { BlockId = "flow.message", Text = words }], state: null);
    }

    /// <summary>One step, with a part of what it was given and what it produced.</summary>
    /// <param name="run">The run.</param>
    /// <param name="step">The step, its texts whole.</param>
    /// <param name="part">Which part, from 0; the nearest that exists is shown.</param>
    /// <param name="state">What the view carries.</param>
    public static View RenderStep(RunRecord run, RunStep step, int part, string state)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(step);
        return Modal($"Step {step.Number}", FlowActions.StepView, StepDetails.Of(run, step, part), state);
    }

    private static View Modal(string title, string callbackId, IReadOnlyList<Block> blocks, string? state)
    {
        if (state is not null)
            ArgumentOutOfRangeException.ThrowIfGreaterThan(state.Length, SlackLimits.PrivateMetadata, nameof(state));
        return View.Modal(title, blocks) with
        {
            CallbackId = callbackId,
            PrivateMetadata = state,
            Close = Parts.Literal("Close"),
        };
    }
}
