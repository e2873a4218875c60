using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Holdfast.Hosting.Modules;
using Holdfast.Hosting.OperatorApi;
using Holdfast.Ledger;
using Holdfast.Text;

namespace Holdfast.Hosting.Cli;

/// <summary><c>holdfast usage</c>: who has used how much, what it cost, and who is at a limit.</summary>
internal static class UsageCommand
{
    private const int UsualDays = 30;

    public static Command Create(ServerModules modules)
    {
        var configuration = new ConfigurationArguments(modules);
        var days = new Option<int>("--days") { Description = "How many days, today (of UTC) being one of them.", DefaultValueFactory = static _ => UsualDays };
        var by = new Option<UsageBy>("--by") { Description = "What is told apart: user, model, channel or day.", DefaultValueFactory = static _ => UsageBy.User };
        var json = new Option<bool>("--json") { Description = "Writes JSON; money in millionths of a US dollar." };
        days.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > UsageOperations.MaxDays)
                result.AddError($"--days must be 1 to {UsageOperations.MaxDays}.");
        });
        var command = new Command("usage", "Shows who has used how much, whether the server runs or not.") { days, by, json, configuration.File, configuration.Settings };
        command.SetAction((parsed, cancellation) => Guard.RunAsync(async () =>
        {
            var operations = new UsageOperations(new StoreChoice(configuration.Load(parsed, StoreChoice.IsNeeded)));
            var rows = await operations.ReportAsync(parsed.GetValue(days), parsed.GetValue(by), cancellation);
            Console.Out.WriteLine(parsed.GetValue(json) ? JsonSerializer.Serialize(rows, OperationsJson.Default.IReadOnlyListUsageView) : Table(rows));
            return ExitCodes.Ok;
        }));
        return command;
    }

    private static string Table(IReadOnlyList<UsageView> rows)
    {
        if (rows.Count == 0)
            return "Nothing was used.";
        string[] heads = ["", "messages", "runs", "failed", "refused", "at a limit", "tokens in", "tokens out", "cost", "up", "down"];
        List<string[]> cells = [heads, .. rows.Select(Cells)];
        var widths = heads.Select((_, column) => cells.Max(row => row[column].Length)).ToList();
        return string.Join('\n', cells.Select(row => string.Join("  ", row.Select((cell, column) => column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))).TrimEnd()));
    }

    private static string[] Cells(UsageView row) =>
    [
        row.Name.Length == 0 ? "(no model)" : row.Name,
        Number(row.Messages), Number(row.Runs), Number(row.Failures), Number(row.Refusals), Number(row.Limited), Number(row.InputTokens), Number(row.OutputTokens),
        Quantities.Cost(row.CostMicros), Number(row.ThumbsUp), Number(row.ThumbsDown),
    ];

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
