namespace Holdfast.ViewFlow;

/// <summary>The texts for when there is no flow to view: why, and what to do.</summary>
public static class FlowWording
{
    /// <summary>The run's details have passed their retention.</summary>
    public const string Expired =
        "The details of this run have been removed: they're kept for a limited time. " +
        "To keep them longer, choose a time under “Keep my runs for” in the flow of a newer run.";

    /// <summary>There is no such run, or none that this person may see. One text, so that it doesn't give away which.</summary>
    public const string NotFound = "I can't show you details of this run. If it's yours, ask again and view the new answer's flow.";

    /// <summary>The view is of another version of the app or another user.</summary>
    public const string StateUnreadable = "This view is out of date. Close it and press View flow again.";

    /// <summary>The store did not answer.</summary>
    public const string NotRead = "The details couldn't be loaded. Close this view and press View flow again in a minute.";

    /// <summary>Slack did not open the view.</summary>
    public const string NotOpened = "Slack didn't open the view. Please press View flow again.";
}
