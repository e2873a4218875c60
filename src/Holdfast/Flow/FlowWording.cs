namespace Holdfast.Flow;

/// <summary>What people read when there is no flow to view: why, and what they can do.</summary>
public static class FlowWording
{
    /// <summary>The run's details have passed their retention.</summary>
    public const string Expired =
        "The details of this run have been removed: the time for which they are kept is over. " +
        "Run details can be kept longer: choose it under “Keep my runs for” in the flow of a newer run.";

    /// <summary>There is no such run, or none that this person may see. One text, so that nobody learns which.</summary>
    public const string NotFound = "There are no details of this run that you can see. If it is your own, ask again and view the new answer's flow.";

    /// <summary>The view is of another app version, another person or nobody.</summary>
    public const string StateUnreadable = "This view can no longer be used. Close it and press View flow again.";

    /// <summary>The store did not answer.</summary>
    public const string NotRead = "The details could not be read just now. Close this view and press View flow again in a minute.";

    /// <summary>Slack did not open the view.</summary>
    public const string NotOpened = "Slack did not open the view. Please press View flow again.";
}
