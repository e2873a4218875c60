using System.Text.Json.Serialization;
using Holdfast.Simulator.Calls;
using Holdfast.Simulator.Child;
using Holdfast.Simulator.Faults;
using Holdfast.Simulator.Files;
using Holdfast.Simulator.Interactivity;
using Holdfast.Simulator.Load;
using Holdfast.Simulator.SocketMode;
using Holdfast.Simulator.Webhooks;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator.Control;

/// <summary>The JSON of the control API: snake_case, absent instead of null.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(ControlState))]
[JsonSerializable(typeof(ControlChange))]
[JsonSerializable(typeof(ControlDone))]
[JsonSerializable(typeof(ControlProblem))]
[JsonSerializable(typeof(ControlInteraction))]
[JsonSerializable(typeof(ControlSockets))]
[JsonSerializable(typeof(ControlHome))]
[JsonSerializable(typeof(ControlClock))]
[JsonSerializable(typeof(ControlHistoryLimit))]
[JsonSerializable(typeof(ControlBlocks))]
[JsonSerializable(typeof(ControlScopes))]
[JsonSerializable(typeof(IReadOnlyList<SlackChannel>))]
[JsonSerializable(typeof(IReadOnlyList<SlackFile>))]
[JsonSerializable(typeof(IReadOnlyList<SlackMessage>))]
[JsonSerializable(typeof(IReadOnlyList<SlackView>))]
[JsonSerializable(typeof(IReadOnlyList<AgentSession>))]
[JsonSerializable(typeof(IReadOnlyList<EnvelopeRecord>))]
[JsonSerializable(typeof(IReadOnlyList<ActiveFault>))]
[JsonSerializable(typeof(IReadOnlyList<CallRecord>))]
[JsonSerializable(typeof(IReadOnlyList<WebhookRequest>))]
[JsonSerializable(typeof(ActiveFault))]
[JsonSerializable(typeof(EnvelopeRecord))]
[JsonSerializable(typeof(LoadReport))]
[JsonSerializable(typeof(ServerState))]
[JsonSerializable(typeof(SlackChannel))]
[JsonSerializable(typeof(SlackUser))]
[JsonSerializable(typeof(SlackUserGroup))]
internal sealed partial class ControlJson : JsonSerializerContext;

/// <summary>Everything the page shows around the messages.</summary>
internal sealed record ControlState(
    string BotName,
    string BotUserId,
    string Mention,
    IReadOnlyList<SlackUser> Users,
    IReadOnlyList<SlackChannel> Channels,
    IReadOnlyList<int> OpenSockets,
    int WaitingEnvelopes,
    int UnackedEnvelopes,
    bool SocketModeDisabled,
    ServerState Server,
    ControlModel Model,
    IReadOnlyList<ActiveFault> Faults,
    IReadOnlyList<AssistantStatus> Statuses,
    IReadOnlyList<AgentSession> Sessions,
    IReadOnlyList<SlackView> OpenViews,
    IReadOnlyList<SlackMessage> Ephemerals,
    int Messages,
    long Webhooks,
    double ClockOffsetMs,
    bool HistoryLimited,
    bool TakesMarkdown,
    IReadOnlyList<string> Scopes,
    AgentDeclaration AgentDeclaration,
    IReadOnlyList<SuggestedPrompts> Prompts,
    IReadOnlyList<ThreadTitle> Titles);

internal sealed record ControlModel(double LatencyMs, bool StallAll, int InFlight, long Total, long Cancelled);

internal sealed record ControlSockets(IReadOnlyList<int> Open, EnvelopeCounters Counters, IReadOnlyList<SocketMoment> Timeline);

/// <summary>A person's home; null while nothing was published to them.</summary>
internal sealed record ControlHome(SlackView? View);

internal sealed record ControlClock(DateTimeOffset Now, double OffsetMs);

internal sealed record ControlHistoryLimit(bool On, double EveryMs);

internal sealed record ControlBlocks(bool On);

/// <summary>The scopes that the bot token has, and those that anything here asks for and it has not.</summary>
internal sealed record ControlScopes(IReadOnlyList<string> Scopes, IReadOnlyList<string> Missing);

/// <summary>One change, as the page's event stream carries it.</summary>
internal sealed record ControlChange(string Kind, SlackMessage? Message = null, AssistantStatus? Status = null, SlackView? View = null, AgentSession? Session = null);

/// <summary>What a person did, and what it came to.</summary>
internal sealed record ControlInteraction(string Type, string? EnvelopeId, string? TriggerId, Uri? ResponseUrl, InteractionOutcome Outcome);

/// <summary>An action was done; the fields that apply are set.</summary>
internal sealed record ControlDone(bool Ok = true, string? Ts = null, int? Connections = null);

internal sealed record ControlProblem(string Error);
