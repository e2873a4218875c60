using Holdfast.Simulator.Blocks;
using Holdfast.Simulator.Calls;
using Holdfast.Simulator.Identity;
using Holdfast.Simulator.Interactivity;
using Holdfast.Simulator.SocketMode;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator.WebApi;

/// <summary>What methods work on.</summary>
internal sealed class ApiParts
{
    public required SlackWorld World { get; init; }

    /// <summary>Slack's clock.</summary>
    public required SlackClock Clock { get; init; }

    public required IdSource Ids { get; init; }

    public required SimulatorAddress Address { get; init; }

    public required AppTokens Tokens { get; init; }

    public required SocketHub Sockets { get; init; }

    public required TriggerOffice Triggers { get; init; }

    public required ViewDesk Views { get; init; }

    public required ActionTokens ActionTokens { get; init; }

    public required HistoryLimit HistoryLimit { get; init; }

    public required BlockSupport Blocks { get; init; }
}
