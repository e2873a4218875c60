using System.CommandLine;

namespace Holdfast.LoadRun;

/// <summary><c>streams</c>: what Holdfast adds to a model's answer on its way to the reader.</summary>
internal static class StreamCommand
{
    public static Command Create()
    {
        var answers = new Option<int>("--answers") { Description = "Answers, one after the other, whose first words are waited for.", DefaultValueFactory = _ => 20 };
        var atOnce = new Option<int>("--at-once") { Description = "Runs at once, of which each reply's own part is measured.", DefaultValueFactory = _ => 100 };
        var runs = new Option<int>("--runs") { Description = "Runs, each with a server of its own.", DefaultValueFactory = _ => 3 };
        var command = new Command("streams", "Measures the first words of streamed answers, and Holdfast's own part of replies.") { answers, atOnce, runs };
        command.SetAction(async (parsed, cancellation) =>
        {
            Console.WriteLine($"{Environment.ProcessorCount} cores; the simulator shares them with the server");
            for (var run = 1; run <= parsed.GetValue(runs); run++)
            {
                await foreach (var line in StreamMeasurement.RunAsync(parsed.GetValue(answers), parsed.GetValue(atOnce), cancellation))
                    Console.WriteLine($"#{run} {line}");
            }
        });
        return command;
    }
}
