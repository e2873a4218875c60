using Holdfast.Simulator.Blocks;
using Holdfast.Simulator.Calls;
using Holdfast.Simulator.Control;
using Holdfast.Simulator.Events;
using Holdfast.Simulator.Faults;
using Holdfast.Simulator.Files;
using Holdfast.Simulator.Identity;
using Holdfast.Simulator.Interactivity;
using Holdfast.Simulator.Json;
using Holdfast.Simulator.Load;
using Holdfast.Simulator.Model;
using Holdfast.Simulator.Requests;
using Holdfast.Simulator.SocketMode;
using Holdfast.Simulator.WebApi;
using Holdfast.Simulator.Webhooks;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator;

/// <summary>
/// Everything that the endpoints work on, made once per simulator. Only here it is all in one hand: each part is given what it needs, so
/// that it can be read without the others.
/// </summary>
internal sealed class SimulatorState : IDisposable
{
    public SimulatorState(SimulatorOptions options)
    {
        Options = options;
        var (time, clock, identity) = (options.Time, new SlackClock(options.Time), new WorkspaceIdentity(options.BotName));
        Ids = new IdSource(options.Seed, time.GetUtcNow());
        Tokens = new AppTokens(options.BotToken, options.AppToken);
        var sockets = new SocketHub(options.SocketMode, time, Ids, identity.AppId);
        var actionTokens = new ActionTokens(Tokens, clock);
        var events = new EventEmitter(identity, clock, time, Ids, actionTokens, sockets.Dispatcher)
        {
            EmitMessageTwins = options.EmitMessageTwins,
            EmitBotMessages = options.EmitBotMessages,
        };
        var files = new FileStore(identity.TeamId, Address, Ids, clock, options.MaxFileBytes);
        var agents = new AgentFeatures
        {
            HasSessions = options.HasAgentSessions,
            Declaration = options.AgentDeclaration,
            HearsStops = options.HearsSessionStops,
        };
        var world = new SlackWorld(identity, clock, time, Ids, events, files, agents, options.MaxMessages);
        ResponseUrls = new ResponseUrls(Address, clock, Ids);
        Responses = new ResponseDesk(world, Ids);
        Api = new ApiParts
        {
            World = world,
            Clock = clock,
            Ids = Ids,
            Address = Address,
            Tokens = Tokens,
            Sockets = sockets,
            Triggers = new TriggerOffice(clock, Ids),
            Views = new ViewDesk(world, Ids, time),
            HistoryLimit = new HistoryLimit(clock),
            ActionTokens = actionTokens,
            Blocks = new BlockSupport { HasPicture = file => world.HasPicture(file.Text("id"), file.Text("url")) },
        };
        var interactions = new InteractionParts
        {
            World = world,
            Triggers = Api.Triggers,
            ResponseUrls = ResponseUrls,
            Views = Api.Views,
            Submissions = new SubmissionAnswer(world, Api.Views, Ids),
            Commands = new CommandAnswer(Responses, clock),
            Dispatcher = sockets.Dispatcher,
            Time = time,
        };
        Controls = new ControlParts
        {
            World = world,
            Interactions = new Interactions(interactions),
            Sockets = sockets,
            Requests = new RequestDelivery(sockets, options.SigningSecret, clock),
            Faults = new FaultPlan(time, options.Seed),
            HistoryLimit = Api.HistoryLimit,
            Blocks = Api.Blocks,
            Clock = clock,
            Time = time,
            Tokens = Tokens,
            Calls = new CallLog(options.MaxRecordedCalls),
            Webhooks = new WebhookInbox(time),
            Model = new ModelProvider(),
            Load = new LoadGenerator(world, sockets, time),
        };
    }

    public SimulatorOptions Options { get; }

    public SimulatorAddress Address { get; } = new();

    public IdSource Ids { get; }

    public AppTokens Tokens { get; }

    public ResponseUrls ResponseUrls { get; }

    public ResponseDesk Responses { get; }

    public ApiParts Api { get; }

    public ControlParts Controls { get; }

    public void Dispose()
    {
        Controls.Requests.Dispose();
        Controls.Sockets.Dispatcher.Dispose();
    }
}
