using System.CommandLine;
using Holdfast.Simulator.Load;

namespace Holdfast.LoadRun;

/// <summary><c>start</c>: how long a bot takes from its process to its open socket, and how much of the processor.</summary>
internal static class StartCommand
{
    public static Command Create()
    {
        var servers = new Option<string[]>("--server")
        {
            Description = "Executables of holdfast, to compare; may be repeated. Default: the one published with --self-contained.",
            DefaultValueFactory = _ => [BotCommand.Published()],
            AllowMultipleArgumentsPerToken = true,
        };
        var runs = new Option<int>("--runs") { Description = "Measured starts of each, in turn, after one that does not count.", DefaultValueFactory = _ => 20 };
        var command = new Command("start", "Measures the start of holdfast, as published, beside Bolt JS.") { servers, runs };
        command.SetAction(async (parsed, cancellation) =>
        {
            var bots = parsed.GetValue(servers)!
                .Select(server => (Name: server, Bot: BotCommand.Echo(server, settings: [])))
                .Append((Name: "bolt", Bot: BotCommand.For("bolt", settings: [])))
                .Select(bot => (bot.Name, bot.Bot, Starts: new List<StartFigures>()))
                .ToList();
            Console.WriteLine($"{Environment.ProcessorCount} cores; the simulator shares them with the bot");
            for (var run = 0; run <= parsed.GetValue(runs); run++)
            {
                foreach (var (_, bot, starts) in bots)
                {
                    var figures = await StartMeasurement.RunAsync(bot, cancellation);
                    if (run > 0)
                        starts.Add(figures);
                }
            }

            foreach (var (name, _, starts) in bots)
                Console.WriteLine($"{name}: open after {Of(starts, start => start.Elapsed)}; processor {Of(starts, start => start.Processor)}");
        });
        return command;
    }

    private static Percentiles Of(IEnumerable<StartFigures> starts, Func<StartFigures, TimeSpan> figure) =>
        Percentiles.Of(starts.Select(start => figure(start).TotalMilliseconds));
}
