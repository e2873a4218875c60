using System.CommandLine;
using Holdfast.Simulator.Load;

namespace Holdfast.LoadRun;

/// <summary><c>database</c>: what an event costs with several workers on PostgreSQL, workers and database together.</summary>
internal static class DatabaseCommand
{
    public static Command Create()
    {
        var events = new Option<int>("--events") { Description = "Mentions to send.", DefaultValueFactory = _ => 6_000 };
        var rate = new Option<int>("--rate") { Description = "Mentions a second.", DefaultValueFactory = _ => 400 };
        var threads = new Option<int>("--threads") { Description = "Over how many threads.", DefaultValueFactory = _ => 1_000 };
        var warmUp = new Option<int>("--warm-up") { Description = "Mentions before the measured ones, at the same rate.", DefaultValueFactory = _ => 4_000 };
        var workers = new Option<int[]>("--workers") { Description = "Processes of holdfast; several are measured in turn.", DefaultValueFactory = _ => [1, 2, 3], AllowMultipleArgumentsPerToken = true };
        var runs = new Option<int>("--runs") { Description = "Runs with each number of workers.", DefaultValueFactory = _ => 3 };
        var statements = new Option<int>("--statements") { Description = "How many of the dearest statements to tell, by pg_stat_statements.", DefaultValueFactory = _ => 0 };
        var settings = new Option<string[]>("--set") { Description = "A setting for holdfast, Key=Value.", DefaultValueFactory = _ => [] };
        var command = new Command("database", "Measures the processor time of an event on the PostgreSQL of DATABASE_URL, which runs on this machine.")
        {
            events, rate, threads, warmUp, workers, runs, statements, settings,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            if (Environment.GetEnvironmentVariable("DATABASE_URL") is null)
            {
                await Console.Error.WriteLineAsync("DATABASE_URL is not set: it says which PostgreSQL is measured.");
                return 1;
            }

            var bot = BotCommand.For("holdfast", parsed.GetValue(settings)!);
            var plan = new MeasuredPlan(parsed.GetValue(events), parsed.GetValue(rate), parsed.GetValue(threads), parsed.GetValue(warmUp), parsed.GetValue(rate))
            {
                Statements = parsed.GetValue(statements),
            };
            Console.WriteLine($"{Environment.ProcessorCount} cores, shared by simulator, workers and database");
            var measured = parsed.GetValue(workers)!.Distinct().Select(count => (Plan: plan with { Workers = count }, Runs: new List<MeasuredRun>())).ToList();
            for (var run = 1; run <= parsed.GetValue(runs); run++)
            {
                foreach (var (some, done) in measured)
                {
                    done.Add(await Measurement.RunAsync(bot, some, cancellation));
                    Console.WriteLine($"{some.Workers} workers #{run}: {done[^1]}");
                }
            }

            Console.WriteLine("medians: | workers | CPU of an event: workers | database | together | ack p50, p99 |");
            foreach (var (some, done) in measured)
                Console.WriteLine($"| {some.Workers} | {Row(done)} |");
            return 0;
        });
        return command;
    }

    private static string Row(List<MeasuredRun> runs)
    {
        double Median(Func<MeasuredRun, double> value) => Percentiles.Of(runs.Select(value)).P50;
        double OfDatabase(MeasuredRun run) => run.PerEvent(run.Database ?? TimeSpan.Zero);
        return $"{Median(run => run.PerEvent(run.Workers)):F2} ms | {Median(OfDatabase):F2} ms | {Median(run => run.PerEvent(run.Workers) + OfDatabase(run)):F2} ms "
            + $"| {Median(run => run.Report.Ack.P50):F0} ms, {Median(run => run.Report.Ack.P99):F0} ms";
    }
}
