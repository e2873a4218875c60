using Holdfast.Deliveries;
using Holdfast.Interactions;
using Holdfast.Operators;

namespace Holdfast.Commands;

/// <summary><c>/holdfast pause</c>.</summary>
public sealed class PauseCommand(PauseSwitch pause) : ISubcommand
{
    /// <inheritdoc/>
    public string Name => "pause";

    /// <inheritdoc/>
    public string Help => "stops me from doing anything; messages are kept";

    /// <inheritdoc/>
    public bool IsForOperators => true;

    /// <inheritdoc/>
    public async ValueTask<string> RunAsync(Interaction command, string arguments, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        return await pause.SetAsync(command.Work, isPaused: true, command.User.Value, cancellationToken)
            ? "⏸️ Paused. Nothing is answered and no job begins; messages are kept and answered after `resume`. Jobs that run go on."
            : $"⏸️ I am paused already, by {Names.Of(pause.State!.By)} since {SlackDate.Full(pause.State.At)}.";
    }
}

/// <summary><c>/holdfast resume</c>.</summary>
public sealed class ResumeCommand(PauseSwitch pause) : ISubcommand
{
    /// <inheritdoc/>
    public string Name => "resume";

    /// <inheritdoc/>
    public string Help => "lets me go on, with what was kept first";

    /// <inheritdoc/>
    public bool IsForOperators => true;

    /// <inheritdoc/>
    public async ValueTask<string> RunAsync(Interaction command, string arguments, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        return await pause.SetAsync(command.Work, isPaused: false, command.User.Value, cancellationToken)
            ? "▶️ I go on. What came in meanwhile is answered now."
            : "▶️ I was not paused.";
    }
}
