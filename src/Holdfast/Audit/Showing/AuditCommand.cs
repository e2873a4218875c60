using Holdfast.Commands;
using Holdfast.Interactions;
using Holdfast.Text;

namespace Holdfast.Audit.Showing;

/// <summary><c>/holdfast audit</c>: the latest of what was asked for, decided and ordered in this workspace.</summary>
internal sealed class AuditCommand(AuditReader audit, TimeProvider time) : ISubcommand
{
    private const int MaxListed = 25;

    private static readonly TimeSpan Span = TimeSpan.FromDays(7);

    /// <inheritdoc/>
    public string Name => "audit";

    /// <inheritdoc/>
    public string Help => "lists who asked for, decided and ordered what";

    /// <inheritdoc/>
    public bool IsForOperators => true;

    /// <inheritdoc/>
    public async ValueTask<CommandReply> RunAsync(Interaction command, string arguments, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        var team = command.Team.Value;
        var found = await audit.ReadAsync(time.GetUtcNow() - Span, entry => entry.Team is null || entry.Team == team, MaxListed, cancellationToken);
        return found.Count == 0
            ? "Nothing in the last 7 days."
            : $"*Asked for, decided and ordered in the last 7 days*\n{string.Join('\n', found.Select(Line))}\n`holdfast audit` on the server lists all";
    }

    private static string Line(AuditEntry entry)
    {
        var who = entry.By is { } by ? $" by {People.Of(by)}" : "";
        var whom = entry.For is { } person ? $" for {People.Of(person)}" : "";
        var what = entry.What is { Length: > 0 } with ? $" `{Names.Line(with)}`" : "";
        return $"• {SlackDate.Relative(entry.At)} *{entry.Act}*{what}{who}{whom}";
    }
}
