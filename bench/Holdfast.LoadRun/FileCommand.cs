using System.CommandLine;

namespace Holdfast.LoadRun;

/// <summary><c>files</c>: what it takes when many ask about a large document at once, and what others notice of it.</summary>
internal static class FileCommand
{
    public static Command Create()
    {
        var files = new Option<int>("--files") { Description = "Documents, each with a question of its own.", DefaultValueFactory = _ => 100 };
        var megabytes = new Option<int>("--megabytes") { Description = "How large each is.", DefaultValueFactory = _ => 10 };
        var runs = new Option<int>("--runs") { Description = "Runs, each with a server of its own.", DefaultValueFactory = _ => 3 };
        var command = new Command("files", "Measures memory, and the acknowledgements and answers of others, while documents are fetched and read.") { files, megabytes, runs };
        command.SetAction(async (parsed, cancellation) =>
        {
            Console.WriteLine($"{Environment.ProcessorCount} cores; the simulator shares them with the server");
            for (var run = 1; run <= parsed.GetValue(runs); run++)
                Console.WriteLine($"#{run} {await FileMeasurement.RunAsync(parsed.GetValue(files), parsed.GetValue(megabytes), cancellation)}");
        });
        return command;
    }
}
