using Holdfast.Commands;
using Holdfast.Interactions;

namespace HouseRulesBot;

/// <summary><c>/holdfast rules parking</c>.</summary>
public sealed class RulesCommand(Rules rules) : ISubcommand
{
    public string Name => "rules";

    public string Help => "tells what the house says about something";

    public bool IsForOperators => false;

    public ValueTask<CommandReply> RunAsync(Interaction command, string arguments, CancellationToken cancellationToken) =>
        ValueTask.FromResult<CommandReply>(rules.About(arguments) ?? $"There are rules about {string.Join(", ", rules.Topics)}.");
}
