namespace Holdfast.Admission;

/// <summary>Has a say in who may use the app. What it goes by may have changed the next time: it is asked once for each thing that somebody wants.</summary>
public interface IAdmission
{
    /// <summary>Whether somebody may have what they want. Quick where nothing must be looked up: it is asked for every message.</summary>
    /// <param name="asking">What they want.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<Verdict> AskAsync(Asking asking, CancellationToken cancellationToken);
}
