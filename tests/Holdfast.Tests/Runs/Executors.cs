using Holdfast.Agents;
using Holdfast.Conversations;
using Holdfast.Deliveries;
using Holdfast.Home;
using Holdfast.Lanes;
using Holdfast.Runs;
using Holdfast.Sessions;
using Holdfast.Settings;
using Holdfast.Slack;
using Holdfast.Storage;
using Holdfast.Testing;
using Holdfast.Tests.Admission;
using Holdfast.Threads;
using Holdfast.Welcome;
using Holdfast.Workspaces;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Holdfast.Tests.Runs;

/// <summary>The executor as the server composes it, around what a test looks at.</summary>
internal sealed record Executors
{
    public required IAgent Agent { get; init; }

    public required IMemoryKeeper Memory { get; init; }

    public MemoryHealth? MemoryHealth { get; init; }

    public required IHoldfastStore Store { get; init; }

    public required RunTransitions Transitions { get; init; }

    public required RunObservers Observers { get; init; }

    public required LiveSessions Sessions { get; init; }

    public required IWorkspaces Workspaces { get; init; }

    public required RunNaming Naming { get; init; }

    public required TimeProvider Clock { get; init; }

    public WorkStops Stops { get; init; } = new();

    public RunOptions RunOptions { get; init; } = new();

    public AgentOptions AgentOptions { get; init; } = new();

    public MemoryOptions MemoryOptions { get; init; } = new();

    public RunExecutor Build()
    {
        var (runs, memory) = (Options.Create(RunOptions), Options.Create(MemoryOptions));
        var remembering = new RunRemembering(Memory, memory, MemoryHealth ?? new MemoryHealth(Clock), Transitions, Store, Clock, NullLogger<RunRemembering>.Instance);
        var pages = new HistoryPages(new RateGate(Clock), Options.Create(new SlackOptions()), Clock);
        var reading = new RunReading(new ConversationHistory(Workspaces, new RateGate(Clock), pages, Clock), Naming, Memory, Workspaces, memory, Clock);
        var opening = new RunOpening(
            Agent, Store, Transitions, new RunMerging(Store, runs), Naming, OpenAdmission.NoBook, new SettingsBook(Store, [], Options.Create(new SettingsOptions())),
            new ModelCalls(new TestMeters(), NullLoggerFactory.Instance), Options.Create(AgentOptions), Clock);
        var attempt = new RunAttempt(
            Agent, Store, Transitions, Stops, Observers, Sessions, reading, remembering, new AgentConversation(Agent, Transitions, Clock, NullLogger<AgentConversation>.Instance),
            runs, Clock, NullLogger<RunAttempt>.Instance);
        return new RunExecutor(
            Agent, Store, Workspaces, Transitions, OpenAdmission.OfRuns(Clock), opening, attempt, remembering, new EarlierClicks(Store, Clock),
            new FirstContact(Store, Options.Create(new WelcomeOptions { Enabled = false }), Clock), new HomeNews(Store, Clock));
    }
}
