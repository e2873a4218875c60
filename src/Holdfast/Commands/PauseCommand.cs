using Holdfast.Interactions;
using Holdfast.Items;
using Holdfast.Operators;

namespace Holdfast.Commands;

/// <summary><c>/holdfast pause</c>.</summary>
public sealed class PauseCommand(TimeProvider time) : ISubcommand
{
    /// <inheritdoc/>
    public string Name => "pause";

    /// <inheritdoc/>
    public string Help => "stops me; new messages are kept and answered later";

    /// <inheritdoc/>
    public bool IsForOperators => true;

    /// <inheritdoc/>
    public ValueTask<CommandReply> RunAsync(Interaction command, string arguments, CancellationToken cancellationToken) =>
        new(Order(command, OperatorOrders.Pause, time));

    /// <summary>An order goes into the lane of all orders; the user gets the answer from there.</summary>
    internal static CommandReply Order(Interaction command, string order, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(command);
        var item = new OperatorOrders(order, command.User.Value) { Team = command.Team.Value, AnswerTo = command.Addressee }.ToItem(time, command.Item.TraceParent);
        return new CommandReply(Text: null) { Effects = new Effects { Append = [item] } };
    }
}

/// <summary><c>/holdfast resume</c>.</summary>
public sealed class ResumeCommand(TimeProvider time) : ISubcommand
{
    /// <inheritdoc/>
    public string Name => "resume";

    /// <inheritdoc/>
    public string Help => "starts me again; kept messages go first";

    /// <inheritdoc/>
    public bool IsForOperators => true;

    /// <inheritdoc/>
    public ValueTask<CommandReply> RunAsync(Interaction command, string arguments, CancellationToken cancellationToken) =>
        new(PauseCommand.Order(command, OperatorOrders.Resume, time));
}
