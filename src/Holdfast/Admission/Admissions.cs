namespace Holdfast.Admission;

/// <summary>Asks all who have a say, in the order of their registration: what the first says no to, no other is asked about.</summary>
/// <param name="all">Those.</param>
public sealed class Admissions(IEnumerable<IAdmission> all)
{
    private readonly IAdmission[] _all = [.. all];

    /// <summary>Whether somebody may have what they want.</summary>
    /// <param name="asking">What they want.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<Verdict> AskAsync(Asking asking, CancellationToken cancellationToken)
    {
        Action? booked = null;
        foreach (var admission in _all)
        {
            var verdict = await admission.AskAsync(asking, cancellationToken);
            if (verdict is Verdict.Admitted admitted)
            {
                booked += admitted.Booked;
                continue;
            }

            booked?.Invoke();
            return verdict;
        }

        return booked is null ? Verdict.Yes : new Verdict.Admitted { Booked = booked };
    }
}
