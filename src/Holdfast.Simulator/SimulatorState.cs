using Holdfast.Simulator.Calls;
using Holdfast.Simulator.Child;
using Holdfast.Simulator.Events;
using Holdfast.Simulator.Faults;
using Holdfast.Simulator.Files;
using Holdfast.Simulator.Identity;
using Holdfast.Simulator.Interactivity;
using Holdfast.Simulator.Model;
using Holdfast.Simulator.SocketMode;
using Holdfast.Simulator.WebApi;
using Holdfast.Simulator.Webhooks;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator;

/// <summary>Everything the endpoints work on, made once per simulator.</summary>
internal sealed class SimulatorState : IDisposable
{
    public SimulatorState(SimulatorOptions options)
    {
        Options = options;
        Clock = new SlackClock(options.Time);
        Ids = new IdSource(options.Seed, options.Time.GetUtcNow());
        var identity = new WorkspaceIdentity(options.BotName);
        Sockets = new SocketHub(options.SocketMode, options.Time, Ids, identity.AppId);
        var events = new EventEmitter(identity, Clock, options.Time, Ids, Sockets.Dispatcher)
        {
            EmitMessageTwins = options.EmitMessageTwins,
            EmitBotMessages = options.EmitBotMessages,
        };
        var files = new FileStore(identity.TeamId, Ids, Clock);
        World = new SlackWorld(identity, Clock, options.Time, Ids, events, files, options.MaxMessages)
        {
            HasAgentSessions = options.HasAgentSessions,
        };
        Faults = new FaultPlan(options.Time, options.Seed);
        Webhooks = new WebhookInbox(options.Time);
        HistoryLimit = new HistoryLimit(Clock);
        Calls = new CallLog(options.MaxRecordedCalls);
        Triggers = new TriggerOffice(Clock, Ids);
        ResponseUrls = new ResponseUrls(Clock, Ids);
        Responses = new ResponseDesk(World, Ids);
        Views = new ViewDesk(World, Ids, options.Time);
        Submissions = new SubmissionAnswer(World, Views, Ids);
        Interactions = new Interactions(this);
    }

    public SimulatorOptions Options { get; }

    public IdSource Ids { get; }

    public SlackWorld World { get; }

    public SocketHub Sockets { get; }

    public FaultPlan Faults { get; }

    public WebhookInbox Webhooks { get; }

    public CallLog Calls { get; }

    public HistoryLimit HistoryLimit { get; }

    public TokenScopes Scopes { get; } = new();

    public TriggerOffice Triggers { get; }

    public ResponseUrls ResponseUrls { get; }

    public ResponseDesk Responses { get; }

    public ViewDesk Views { get; }

    public SubmissionAnswer Submissions { get; }

    public Interactions Interactions { get; }

    public ModelProvider Model { get; } = new();

    /// <summary>The server under observation, when the simulator started one.</summary>
    public ServerProcess? Server { get; set; }

    /// <summary>The machine's clock: for timers, and for what the simulator notes for itself.</summary>
    public TimeProvider Time => Options.Time;

    /// <summary>Slack's clock: for what Slack says.</summary>
    public SlackClock Clock { get; }

    /// <summary>The address under which clients see the simulator; known once it listens.</summary>
    public Uri BaseAddress
    {
        get;
        set
        {
            field = value;
            World.FileStore.BaseAddress = value;
        }
    } = new("http://127.0.0.1/");

    public void Dispose() => Sockets.Dispatcher.Dispose();
}
