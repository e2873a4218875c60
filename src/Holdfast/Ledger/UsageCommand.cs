using Holdfast.Commands;
using Holdfast.Interactions;
using Holdfast.Operators;
using Holdfast.Text;

namespace Holdfast.Ledger;

/// <summary><c>/holdfast usage</c>: what one has used oneself; operators see everybody's as well.</summary>
internal sealed class UsageCommand(UsageReader usage, OperatorList operators) : ISubcommand
{
    private const int Days = 30;
    private const int MaxListed = 10;

    /// <inheritdoc/>
    public string Name => "usage";

    /// <inheritdoc/>
    public string Help => "shows how much you've used me";

    /// <inheritdoc/>
    public bool IsForOperators => false;

    /// <inheritdoc/>
    public async ValueTask<CommandReply> RunAsync(Interaction command, string arguments, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        var (team, user) = (command.Team.Value, command.User.Value);
        var today = await usage.TodayAsync(team, user, cancellationToken);
        var month = await usage.MonthAsync(team, user, cancellationToken);
        var own = $"*Your use*\n• Today: {UsageWording.Line(today)}\n• This month: {UsageWording.Line(month)}";
        return operators.IsOperator(command.Team, command.User) ? $"{own}\n\n{await EverybodyAsync(team, cancellationToken)}" : own;
    }

    private async ValueTask<string> EverybodyAsync(string team, CancellationToken cancellationToken)
    {
        var people = await usage.ReportAsync(team, Days, UsageBy.User, cancellationToken);
        var models = await usage.ReportAsync(team, Days, UsageBy.Model, cancellationToken);
        var limited = (await usage.ReportAsync(team, days: 1, UsageBy.User, cancellationToken)).Where(row => row.Amount.Limited > 0).ToList();
        var lines = new List<string> { $"*Everybody, in the last {Days} days*" };
        lines.AddRange(people.Take(MaxListed).Select(row => $"• <@{row.Name}>: {UsageWording.Line(row.Amount)}"));
        if (people.Count > MaxListed)
            lines.Add($"… and {Quantities.Count(people.Count - MaxListed, "other")}: `holdfast usage` on the server lists all");
        lines.AddRange(models.Where(row => row.Name.Length > 0).Take(MaxListed)
            .Select(row => $"• {ShownText.Code(row.Name, 80)}: {Quantities.Tokens(row.Amount.InputTokens, row.Amount.OutputTokens)} tokens{(row.Amount.CostMicros > 0 ? $" · {Quantities.Cost(row.Amount.CostMicros)}" : "")}"));
        if (limited.Count > 0)
            lines.Add($"*At a limit today:* {string.Join(", ", limited.Take(MaxListed).Select(row => $"<@{row.Name}>"))}{(limited.Count > MaxListed ? $" and {limited.Count - MaxListed} more" : "")}");
        return string.Join('\n', lines);
    }
}
