using Holdfast.Runs;

namespace Holdfast.ViewFlow;

/// <summary>What the buttons and views of <i>View flow</i> are called. Messages in Slack carry these for ever: never rename one.</summary>
public static class FlowActions
{
    /// <summary>The button under a reply. Its value is the run's id.</summary>
    public const string Open = RunButtons.ViewFlow;

    /// <summary>To the steps before those shown. Its value is the new <see cref="FlowPage.After"/>.</summary>
    public const string Older = "flow.older";

    /// <summary>To the steps after those shown. Its value is the new <see cref="FlowPage.After"/>.</summary>
    public const string Newer = "flow.newer";

    /// <summary>Shows the same place of a run that goes on once more. Its value is the <see cref="FlowPage.After"/> shown.</summary>
    public const string Refresh = "flow.refresh";

    /// <summary>Opens a step. Its value is the step's number.</summary>
    public const string Step = "flow.step";

    /// <summary>To the part before the one shown of a long step. Its value is that part's number, from 0.</summary>
    public const string StepEarlier = "flow.step.earlier";

    /// <summary>To the part after the one shown of a long step. Its value is that part's number, from 0.</summary>
    public const string StepLater = "flow.step.later";

    /// <summary>The choice how long the viewer's own runs are kept. The value of an option is whole seconds.</summary>
    public const string Retention = "flow.retention";

    /// <summary>The callback id of the view with the list of steps, also while it loads.</summary>
    public const string ListView = "flow.list";

    /// <summary>The callback id of the view of one step.</summary>
    public const string StepView = "flow.step";

    /// <summary>The callback id of a view that only says something.</summary>
    public const string MessageView = "flow.message";
}
