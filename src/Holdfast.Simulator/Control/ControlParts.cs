using Holdfast.Simulator.Blocks;
using Holdfast.Simulator.Calls;
using Holdfast.Simulator.Child;
using Holdfast.Simulator.Faults;
using Holdfast.Simulator.Interactivity;
using Holdfast.Simulator.Load;
using Holdfast.Simulator.Model;
using Holdfast.Simulator.Requests;
using Holdfast.Simulator.SocketMode;
using Holdfast.Simulator.WebApi;
using Holdfast.Simulator.Webhooks;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator.Control;

/// <summary>What can be seen and changed from outside: by a test in this process, by the page, by a program in another language.</summary>
internal sealed class ControlParts
{
    public required SlackWorld World { get; init; }

    public required Interactions Interactions { get; init; }

    public required SocketHub Sockets { get; init; }

    public required RequestDelivery Requests { get; init; }

    public required FaultPlan Faults { get; init; }

    public required HistoryLimit HistoryLimit { get; init; }

    public required BlockSupport Blocks { get; init; }

    /// <summary>Slack's clock: for what Slack says.</summary>
    public required SlackClock Clock { get; init; }

    /// <summary>The machine's clock: for timers, and for what the simulator notes for itself.</summary>
    public required TimeProvider Time { get; init; }

    public required AppTokens Tokens { get; init; }

    public required CallLog Calls { get; init; }

    public required WebhookInbox Webhooks { get; init; }

    public required ModelProvider Model { get; init; }

    public required LoadGenerator Load { get; init; }

    /// <summary>The server under observation, when there is one.</summary>
    public ServerProcess? Server { get; set; }
}
