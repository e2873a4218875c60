namespace Holdfast.Interactions;

/// <summary>
/// Looks at a submitted view before it is acknowledged: the only moment at which Slack shows errors in a modal and keeps it open.
/// </summary>
/// <remarks>
/// The person waits, and Slack gives 3 s for everything, so this is no place for I/O: what the view holds and the configuration decide. The
/// answer must be the same whenever the same submission comes again. A validator that throws or takes too long is logged and
/// counts as having accepted, so whoever handles the view does not rely on it.
/// </remarks>
public interface IViewValidator
{
    /// <summary>The callback ids of the views that it looks at.</summary>
    IReadOnlyCollection<string> Views { get; }

    /// <summary>Looks at one. Changes nothing.</summary>
    /// <param name="view">What was submitted. Whatever is in it may have been forged.</param>
    ViewVerdict Validate(SubmittedView view);
}
