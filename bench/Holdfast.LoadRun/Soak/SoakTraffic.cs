namespace Holdfast.LoadRun.Soak;

/// <summary>Sends people with their errands, at the plan's rate.</summary>
internal sealed class SoakTraffic(SoakPlan plan, SoakPeople people, SoakLedger ledger)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);

    private readonly Random _random = new(plan.Seed);
    private readonly List<Task> _errands = [];

    /// <summary>Until the plan's time is over; errands may still be on their way then.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Tick);
        for (var asked = 0; ledger.Now < plan.Lasts; await timer.WaitForNextTickAsync(cancellationToken))
        {
            while (asked < plan.AskedBy(ledger.Now))
            {
                var (questions, done) = people.Begin(new Random(_random.Next()), cancellationToken);
                asked += questions;
                _errands.Add(done);
            }

            _errands.RemoveAll(errand => errand.IsCompletedSuccessfully);
        }
    }

    /// <summary>Until everybody has an answer, or has lost patience, which the ledger tells.</summary>
    /// <returns>How many lost patience, and what the first of them says.</returns>
    public async Task<(int Impatient, string? First)> EndAsync()
    {
        await Task.WhenAll(_errands).ContinueWith(static _ => { }, TaskScheduler.Default);
        var failed = _errands.Where(errand => errand.IsFaulted).ToList();
        return (failed.Count, failed.FirstOrDefault()?.Exception?.InnerException?.Message);
    }
}
