using System.CommandLine;

namespace Holdfast.LoadRun;

/// <summary><c>stalled</c>: what users notice of a model that has stopped answering.</summary>
internal static class StallCommand
{
    public static Command Create()
    {
        var calls = new Option<int>("--calls") { Description = "Model calls that are stalled.", DefaultValueFactory = _ => 1_000 };
        var clicks = new Option<int>("--clicks") { Description = "People who click on View flow at once, with Slack's API taking 200 ms.", DefaultValueFactory = _ => 200 };
        var runs = new Option<int>("--runs") { Description = "Runs, each with a server of its own.", DefaultValueFactory = _ => 3 };
        var tls = new Option<bool>("--tls") { Description = "The model is behind TLS and HTTP/2, as providers are." };
        var command = new Command("stalled", "Measures acknowledgements, health and modals with the model well, then with its calls stalled.") { calls, clicks, runs, tls };
        command.SetAction(async (parsed, cancellation) =>
        {
            Console.WriteLine($"{Environment.ProcessorCount} cores; the simulator shares them with the server");
            for (var run = 1; run <= parsed.GetValue(runs); run++)
            {
                await foreach (var line in StallMeasurement.RunAsync(parsed.GetValue(calls), parsed.GetValue(clicks), parsed.GetValue(tls), cancellation))
                    Console.WriteLine($"#{run} {line}");
            }
        });
        return command;
    }
}
