using System.CommandLine;
using System.Text.Json;
using Holdfast.Diagnostics;
using Holdfast.Hosting.Doctor;
using Holdfast.Hosting.Doctor.Checks;
using Holdfast.Hosting.Modules;

namespace Holdfast.Hosting.Cli;

/// <summary><c>holdfast doctor</c>: what is wrong, and what to do about it; beside a running server or before the first start.</summary>
internal static class DoctorCommand
{
    public static Command Create(ServerModules modules)
    {
        var configuration = new ConfigurationArguments(modules);
        var json = new Option<bool>("--json") { Description = "Writes JSON." };
        var command = new Command("doctor", "Checks configuration, Slack, model, database, disk and clock, and says how to fix what is wrong. Changes nothing.")
        {
            configuration.File, configuration.Settings, json,
        };
        command.SetAction((parsed, cancellation) => Guard.RunAsync(async () =>
        {
            await using var services = new ServiceCollection().AddDoctor(modules, configuration.Examine(parsed)).BuildServiceProvider();
            var round = services.GetRequiredService<DoctorRound>();
            return await (parsed.GetValue(json) ? WriteJsonAsync(round, cancellation) : WriteTextAsync(round, cancellation))
                ? ExitCodes.Ok
                : ExitCodes.Failure;
        }));
        return command;
    }

    private static async Task<bool> WriteTextAsync(DoctorRound round, CancellationToken cancellationToken)
    {
        var text = new DoctorText(round.Names, SeesColours());
        var isWell = true;
        await foreach (var report in round.RunAsync(cancellationToken))
        {
            Console.Out.WriteLine(text.Line(report));
            isWell &= report.Status != CheckStatus.Failed;
        }

        return isWell;
    }

    private static async Task<bool> WriteJsonAsync(DoctorRound round, CancellationToken cancellationToken)
    {
        var reports = new List<CheckReport>();
        await foreach (var report in round.RunAsync(cancellationToken))
            reports.Add(report);
        Console.Out.WriteLine(JsonSerializer.Serialize(reports, DoctorJson.Default.IReadOnlyListCheckReport));
        return reports.TrueForAll(report => report.Status != CheckStatus.Failed);
    }

    /// <summary>A terminal that was not told otherwise (https://no-color.org).</summary>
    private static bool SeesColours() =>
        !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) && Environment.GetEnvironmentVariable("TERM") != "dumb";
}
