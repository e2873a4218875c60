using Holdfast.Items;

namespace Holdfast.Postgres.Handover;

/// <summary>
/// Brings those who wait for lanes together with what is being written: a new lane goes to the worker that writes it, in the same round trip,
/// as long as it has places. Holds that nobody comes for, since a gate has closed or the worker stops, are given back.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="giveBack">Frees a lane under whose hold nothing was done. Throws nothing.</param>
internal sealed class Handovers(TimeProvider time, Func<Claim, Task> giveBack) : IAsyncDisposable
{
    /// <summary>
    /// How long a hold waits for its holder, who counts the lease from when they came for it: so much longer it is in the database, or it would
    /// lapse there before they know.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private readonly Dictionary<LaneQueue, Counter> _counters = Enum.GetValues<LaneQueue>().ToDictionary(queue => queue, _ => new Counter());
    private ITimer? _timer;
    private Task _givenBack = Task.CompletedTask;

    /// <summary>Somebody waits.</summary>
    /// <returns>Completes when something is there for them.</returns>
    public Task Open(LaneQueue queue, PlaceOffer? offer)
    {
        lock (_lock)
        {
            _counters[queue].Offer = offer;
            return _counters[queue].Arrival.Task;
        }
    }

    /// <summary>They do not wait any more; what is on its way they come for later.</summary>
    public void Close(LaneQueue queue)
    {
        lock (_lock)
            _counters[queue].Offer = null;
    }

    /// <summary>Keeps a place for a lane; null where there is none.</summary>
    public KeptPlace? Keep(LaneQueue queue)
    {
        lock (_lock)
        {
            var counter = _counters[queue];
            if (counter.Offer is not { } offer || counter.Kept + counter.Waiting.Count >= offer.Places)
                return null;
            counter.Kept++;
            return new KeptPlace(queue, offer.Worker, offer.Lease + Patience, time.GetMonotonic());
        }
    }

    /// <summary>How many places are kept, for what arrives in a moment.</summary>
    public int KeptOf(LaneQueue queue)
    {
        lock (_lock)
            return _counters[queue].Kept;
    }

    /// <summary>What a place was kept for is done.</summary>
    /// <param name="place">The place.</param>
    /// <param name="claim">The hold; null when there is none.</param>
    public void Settle(KeptPlace place, Claim? claim)
    {
        lock (_lock)
        {
            var counter = _counters[place.Queue];
            counter.Kept--;
            if (claim is null)
                return;
            counter.Waiting.Add((claim, place.Asked));
            counter.Arrival.TrySetResult();
            if (_timer is null)
                _timer = time.CreateTimer(_ => GiveUpLate(), null, Patience, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>What is there for a worker.</summary>
    public List<Claim> Take(LaneQueue queue, WorkerId worker, int most)
    {
        lock (_lock)
        {
            var counter = _counters[queue];
            if (counter.Waiting.Count == 0)
                return [];
            GiveBack(counter, arrival => IsLate(arrival.Asked));
            List<Claim> taken = [.. counter.Waiting.Select(arrival => arrival.Claim).Where(claim => claim.Worker == worker).Take(most)];
            counter.Waiting.RemoveAll(arrival => taken.Contains(arrival.Claim));
            counter.Renew();
            return taken;
        }
    }

    /// <summary>Whoever came for these cannot work on them.</summary>
    public void GiveBack(IEnumerable<Claim> claims)
    {
        lock (_lock)
        {
            foreach (var claim in claims)
                _givenBack = Task.WhenAll(_givenBack, Task.Run(() => giveBack(claim)));
        }
    }

    /// <summary>Gives back what nobody has come for. After the last write.</summary>
    public async ValueTask DisposeAsync()
    {
        Task givenBack;
        lock (_lock)
        {
            foreach (var counter in _counters.Values)
                GiveBack(counter, static _ => true);
            _timer?.Dispose();
            givenBack = _givenBack;
        }

        await givenBack;
    }

    private bool IsLate(TimeSpan asked) => time.GetMonotonic() - asked >= Patience;

    private void GiveUpLate()
    {
        lock (_lock)
        {
            foreach (var counter in _counters.Values)
            {
                GiveBack(counter, arrival => IsLate(arrival.Asked));
                counter.Renew();
            }

            _timer?.Dispose();
            _timer = _counters.Values.Any(counter => counter.Waiting.Count > 0)
                ? time.CreateTimer(_ => GiveUpLate(), null, Patience, Timeout.InfiniteTimeSpan)
                : null;
        }
    }

    private void GiveBack(Counter counter, Predicate<(Claim Claim, TimeSpan Asked)> isMeant)
    {
        GiveBack(counter.Waiting.Where(arrival => isMeant(arrival)).Select(arrival => arrival.Claim));
        counter.Waiting.RemoveAll(isMeant);
    }

    /// <summary>Of one queue: who waits, for how many a place is kept, and what has arrived.</summary>
    private sealed class Counter
    {
        public PlaceOffer? Offer { get; set; }

        public int Kept { get; set; }

        public List<(Claim Claim, TimeSpan Asked)> Waiting { get; } = [];

        public TaskCompletionSource Arrival { get; private set; } = NewArrival();

        /// <summary>The next arrival is news again, once all were taken.</summary>
        public void Renew()
        {
            if (Waiting.Count == 0 && Arrival.Task.IsCompleted)
                Arrival = NewArrival();
        }

        private static TaskCompletionSource NewArrival() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
