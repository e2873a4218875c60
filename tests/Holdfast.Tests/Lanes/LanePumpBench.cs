using System.Collections.Concurrent;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Storage;
using Holdfast.Testing;
using Holdfast.Testing.Storage;

namespace Holdfast.Tests.Lanes;

/// <summary>A pump over a store that can be watched, with a handler that does what a test says.</summary>
public abstract class LanePumpBench : IAsyncDisposable
{
    private protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private protected static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(25);
    private protected static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);
    private protected static readonly WorkerId Bob = new("bob");

    private protected readonly FakeClock _clock = new();
    private protected readonly TestMeters _meters = new();
    private protected readonly WorkGate _gate = new();
    private protected readonly WorkGate _pause = new();
    private protected readonly CancellationTokenSource _stopping = new();
    private protected readonly InMemoryStore _memory;
    private protected readonly ObservedStore _store;
    private protected readonly ScriptedHandler _handler = new();
    private protected readonly ScriptedDeadLetterPlanner _deadLetters = new();
    private protected readonly RecordedLogs<LanePump> _logs = new();
    private protected LanePump? _pump;
    private protected Task _running = Task.CompletedTask;

    protected LanePumpBench()
    {
        _memory = new InMemoryStore(_clock);
        _store = new ObservedStore(_memory);
    }

    private protected static CancellationToken None => CancellationToken.None;

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        if (await Task.WhenAny(_running, _clock.TimerSetAsync(StopPatience)) != _running)
        {
            _clock.Advance(StopPatience);
            await _running.WaitAsync(Patience);
        }

        _pump?.Dispose();
        _stopping.Dispose();
        _meters.Dispose();
        await _store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected void Start(int concurrency = 8, int maxAttempts = 5, bool fair = false)
    {
        _pump = new LanePump(
            LaneQueue.Inbound,
            _handler,
            _store,
            new WorkerId("ada"),
            [new PumpGate(_gate), new PumpGate(_pause, Interrupts: true)],
            _deadLetters,
            new LanePumpOptions
            {
                Concurrency = concurrency, Lease = Lease, MaxAttempts = maxAttempts, StopPatience = StopPatience, UserShare = fair ? 0.5 : 1, TeamShare = fair ? 0.9 : 1,
            },
            _meters.Metrics,
            _clock,
            _logs);
        _running = _pump.RunAsync(_stopping.Token);
    }

    private protected async Task AppendAsync(IEnumerable<(string Lane, string Text)> items) =>
        await _memory.AppendAsync([.. items.Select(item => _clock.Item(item.Lane, item.Text))], None);

    private protected static Transition Answered(LaneWork work) => new() { Claim = work.Claim, Outcome = ItemOutcome.Answered };

    private protected static async ValueTask<Transition> Never(CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        throw new InvalidOperationException("Never comes here.");
    }

    private protected sealed class ScriptedHandler : ILaneHandler
    {
        public Func<LaneWork, CancellationToken, ValueTask<Transition>> Handle { get; set; } = (work, _) => new(Answered(work));

        public Counted Begun { get; } = new("items begun");

        public ConcurrentQueue<Exception> GivenUp { get; } = new();

        public Func<LaneItem, ReadOnlyMemory<byte>?> Remains { get; set; } = _ => null;

        ReadOnlyMemory<byte>? ILaneHandler.Remains(LaneItem item) => Remains(item);

        public Func<LaneItem, string?> Team { get; set; } = item => item.Owner?.Team;

        string? ILaneHandler.TeamOf(LaneItem item) => Team(item);

        public ValueTask<Transition> HandleAsync(LaneWork work, CancellationToken cancellationToken)
        {
            var handle = Handle;
            Begun.Happened();
            return handle(work, cancellationToken);
        }

        public Transition GiveUp(Claim claim, Exception error)
        {
            GivenUp.Enqueue(error);
            return new Transition { Claim = claim, Outcome = new ItemOutcome.Dead(error.GetType().Name) };
        }
    }

    private protected sealed class ScriptedDeadLetterPlanner : IDeadLetterPlanner
    {
        public Func<LaneItem, string, IReadOnlyList<NewItem>> Plan { get; set; } = (_, _) => [];

        IReadOnlyList<NewItem> IDeadLetterPlanner.Plan(LaneItem item, string error) => Plan(item, error);
    }
}
