using System.CommandLine;

namespace Holdfast.LoadRun;

/// <summary><c>timers</c>: how late they ring, and what they cost while they wait.</summary>
internal static class TimerCommand
{
    public static Command Create()
    {
        var count = new Option<int>("--count") { Description = "Timers due in the same second.", DefaultValueFactory = _ => 10_000 };
        var lone = new Option<int>("--lone") { Description = "Timers due one after the other, a second apart.", DefaultValueFactory = _ => 30 };
        var pending = new Option<int>("--pending") { Description = "Timers that wait for next year.", DefaultValueFactory = _ => 100_000 };
        var latency = new Option<int>("--slack-latency") { Description = "Milliseconds that Slack takes for an answer; 0 for as quick as the simulator is.", DefaultValueFactory = _ => 0 };
        var runs = new Option<int>("--runs") { Description = "Runs of each.", DefaultValueFactory = _ => 3 };
        var command = new Command("timers", "Measures timers: many at once, lone ones, and many that wait.") { count, lone, pending, latency, runs };
        command.SetAction(async (parsed, cancellation) =>
        {
            var slack = TimeSpan.FromMilliseconds(parsed.GetValue(latency));
            Console.WriteLine($"{Environment.ProcessorCount} cores; the simulator shares them with the server");
            for (var run = 1; run <= parsed.GetValue(runs); run++)
            {
                Console.WriteLine($"#{run} at once: {await TimerMeasurement.RingAsync(parsed.GetValue(count), TimeSpan.Zero, slack, cancellation)}");
                Console.WriteLine($"#{run} lone: {await TimerMeasurement.RingAsync(parsed.GetValue(lone), TimeSpan.FromSeconds(1), slack, cancellation)}");
                Console.WriteLine($"#{run} waiting: {await TimerMeasurement.WaitAsync(parsed.GetValue(pending), cancellation)}");
            }
        });
        return command;
    }
}
