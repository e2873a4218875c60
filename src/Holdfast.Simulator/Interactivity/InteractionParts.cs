using Holdfast.Simulator.SocketMode;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator.Interactivity;

/// <summary>What <see cref="Interactions"/> work on.</summary>
internal sealed class InteractionParts
{
    public required SlackWorld World { get; init; }

    public required TriggerOffice Triggers { get; init; }

    public required ResponseUrls ResponseUrls { get; init; }

    public required ViewDesk Views { get; init; }

    public required SubmissionAnswer Submissions { get; init; }

    public required CommandAnswer Commands { get; init; }

    public required EnvelopeDispatcher Dispatcher { get; init; }

    /// <summary>The machine's clock.</summary>
    public required TimeProvider Time { get; init; }
}
