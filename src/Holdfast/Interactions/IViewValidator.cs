namespace Holdfast.Interactions;

/// <summary>
/// Checks a submitted view before it is acknowledged: only then can Slack show errors in the modal and keep it open.
/// </summary>
/// <remarks>
/// The user is waiting, and Slack allows 3 s for everything, so no I/O here: only the view and the configuration decide. The
/// verdict must be the same when the same submission is delivered again. A validator that throws or takes longer than half a second is logged
/// and counts as having accepted, so the view's handler checks again.
/// </remarks>
public interface IViewValidator
{
    /// <summary>The callback ids of the views that it checks.</summary>
    IReadOnlyCollection<string> Views { get; }

    /// <summary>Checks one. Changes nothing.</summary>
    /// <param name="view">What was submitted. Whatever is in it may have been forged.</param>
    ViewVerdict Validate(SubmittedView view);
}
