using Holdfast.Audit;
using Holdfast.Inbound;
using Holdfast.Interactions;
using Holdfast.Items;
using Holdfast.Operators;
using Holdfast.Storage;
using Holdfast.Text;

namespace Holdfast.Commands;

/// <summary>The slash command: finds the subcommand, and who may use it.</summary>
public sealed class HoldfastCommand(IEnumerable<ISubcommand> subcommands, OperatorList operators, Responder responder) : IActionHandler
{
    private readonly List<ISubcommand> _subcommands = [.. subcommands];

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Actions => [InteractionKinds.SlashCommand];

    /// <inheritdoc/>
    public async ValueTask<Transition> HandleAsync(Interaction interaction, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(interaction);
        var (word, arguments) = CommandLine.Split(interaction.Text);
        if (word.Length == 0 || word == "help")
            return await AnswerAsync(interaction, Help(interaction), cancellationToken);
        if (_subcommands.Find(subcommand => subcommand.Name == word) is not { } subcommand)
        {
            await responder.TellAsync(interaction, $"There's no `/{interaction.Command} {Names.Line(word, 40)}`.\n\n{Help(interaction)}", cancellationToken);
            return interaction.Refused("unknown subcommand");
        }

        if (subcommand.IsForOperators && !operators.IsOperator(interaction.Team, interaction.User))
        {
            var ask = People.AnyOf(operators.UsersOf(interaction.Team)) is { } others ? $" Ask {others}." : "";
            await responder.TellAsync(interaction, $"Only operators can use `{subcommand.Name}`.{ask}", cancellationToken);
            return interaction.Refused("not an operator");
        }

        var answered = await AnswerAsync(interaction, await subcommand.RunAsync(interaction, arguments, cancellationToken), cancellationToken);
        return subcommand.IsForOperators ? answered with { Records = [.. answered.Records, AuditOf(interaction, subcommand)] } : answered;
    }

    private static StoredRecord AuditOf(Interaction command, ISubcommand subcommand) => new AuditEntry
    {
        Act = AuditActs.CommandUsed,
        At = command.ArrivedAt,
        By = command.User.Value,
        Team = command.Team.Value,
        Where = command.Channel?.Value,
        What = subcommand.Name,
    }.ToRecord(command.Item.Id.ToString());

    private async ValueTask<Transition> AnswerAsync(Interaction command, CommandReply reply, CancellationToken cancellationToken)
    {
        if (reply.Text is { } text)
            await responder.TellAsync(command, text, cancellationToken);
        return command.Done().And(reply.Effects);
    }

    private string Help(Interaction command)
    {
        var name = $"/{command.Command}";
        var lines = _subcommands
            .Where(subcommand => !subcommand.IsForOperators || operators.IsOperator(command.Team, command.User))
            .Select(subcommand => $"• `{name} {subcommand.Name}` {subcommand.Help}");
        return $"*Here's what you can do*\n{string.Join('\n', lines)}\n• `{name} help` shows this list";
    }
}
