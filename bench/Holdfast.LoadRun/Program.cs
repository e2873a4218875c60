using System.CommandLine;
using Holdfast.LoadRun;
using Holdfast.LoadRun.Soak;

var events = new Option<int>("--events") { Description = "Mentions to send.", DefaultValueFactory = _ => 20_000 };
var rate = new Option<int>("--rate") { Description = "Mentions a second; 0 for as fast as possible.", DefaultValueFactory = _ => 5_000 };
var threads = new Option<int>("--threads") { Description = "Over how many threads.", DefaultValueFactory = _ => 1_000 };
var warmUp = new Option<int>("--warm-up") { Description = "Mentions before the measured ones, at a fifth of the rate.", DefaultValueFactory = _ => 4_000 };
var runs = new Option<int>("--runs") { Description = "Measured runs of each bot, in turn.", DefaultValueFactory = _ => 3 };
var bots = new Option<string[]>("--bot") { Description = "holdfast, bolt, or an executable of holdfast; may be repeated.", DefaultValueFactory = _ => ["holdfast"], AllowMultipleArgumentsPerToken = true };
var workers = new Option<int>("--workers") { Description = "Processes of holdfast, on the database of DATABASE_URL; each run in a schema of its own.", DefaultValueFactory = _ => 1 };
var settings = new Option<string[]>("--set") { Description = "A setting for holdfast, Key=Value.", DefaultValueFactory = _ => [] };

var command = new RootCommand("Offers load to a bot through the simulator and prints what came of it.") { events, rate, threads, warmUp, runs, bots, workers, settings };
command.SetAction(async (parsed, cancellation) =>
{
    var plan = new MeasuredPlan(parsed.GetValue(events), parsed.GetValue(rate), parsed.GetValue(threads), parsed.GetValue(warmUp), parsed.GetValue(rate) is 0 ? 1_000 : Math.Max(1, parsed.GetValue(rate) / 5))
    {
        Workers = parsed.GetValue(workers),
    };
    var names = parsed.GetValue(bots)!;
    Console.WriteLine($"{Environment.ProcessorCount} cores; simulator and load generator share them with the bot");
    for (var run = 1; run <= parsed.GetValue(runs); run++)
    {
        foreach (var name in names)
            Console.WriteLine($"{name} #{run}: {await Measurement.RunAsync(BotCommand.For(name, parsed.GetValue(settings)!), plan, cancellation)}");
    }
});
command.Subcommands.Add(TimerCommand.Create());
command.Subcommands.Add(StallCommand.Create());
command.Subcommands.Add(StreamCommand.Create());
command.Subcommands.Add(FileCommand.Create());
command.Subcommands.Add(MemoryCommand.Create());
command.Subcommands.Add(StartCommand.Create());
command.Subcommands.Add(DatabaseCommand.Create());
command.Subcommands.Add(AnswerCommand.Create());
command.Subcommands.Add(SoakCommand.Create());
return await command.Parse(args).InvokeAsync();
