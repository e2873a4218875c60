using Holdfast.Items;
using Holdfast.Slack.BlockKit;
using Holdfast.Text;

namespace Holdfast.Runs;

/// <summary>The row of buttons under what a run says.</summary>
public static class RunButtons
{
    /// <summary>The action of the button that shows what the run did; its value is the run's id.</summary>
    public const string ViewFlow = "flow.open";

    /// <summary>The action of the button that stops a run; its value is the run's id.</summary>
    public const string Stop = "run.stop";

    /// <summary>The action of the button that asks a question again; its value is the id of the run that had no answer.</summary>
    public const string Retry = "run.retry";

    /// <summary>Under an answer.</summary>
    /// <param name="run">The run.</param>
    public static IReadOnlyList<Block> UnderAnswer(ItemId run) => [Parts.Row(Flow(run))];

    /// <summary>Under the message that says that a run is at work.</summary>
    /// <param name="run">The run.</param>
    public static IReadOnlyList<Block> WhileAtWork(ItemId run) => [Parts.Row(Button("Stop", Stop, run) with { Style = "danger" }, Flow(run))];

    /// <summary>Under what is said when there is no answer.</summary>
    /// <param name="run">The run.</param>
    public static IReadOnlyList<Block> UnderFailure(ItemId run) => [Parts.Row(Button("Retry", Retry, run), Flow(run))];

    /// <summary>The button that shows what a run did.</summary>
    /// <param name="run">The run.</param>
    public static ButtonElement Flow(ItemId run) =>
        Parts.Button(ViewFlow, "View flow", run.ToString(), "View flow: the steps behind this answer");

    private static ButtonElement Button(string text, string action, ItemId run) =>
        Parts.Button(action, text, run.ToString());
}
