using System.CommandLine;

namespace Holdfast.LoadRun;

/// <summary><c>memory</c>: how long a conversation takes to be loaded and saved in Redis, beside a bare GET and SET of the same text.</summary>
internal static class MemoryCommand
{
    public static Command Create()
    {
        var operations = new Option<int>("--operations") { Description = "Of each kind.", DefaultValueFactory = _ => 10_000 };
        var turns = new Option<int>("--turns") { Description = "Turns that a conversation has already, of 200 characters each.", DefaultValueFactory = _ => 20 };
        var atOnce = new Option<int[]>("--at-once") { Description = "Operations at a time; may be repeated.", DefaultValueFactory = _ => [1, 16], AllowMultipleArgumentsPerToken = true };
        var command = new Command("memory", "Measures conversation memory in the Redis of REDIS_URL, whose key prefix 'bench:' it uses.") { operations, turns, atOnce };
        command.SetAction(async (parsed, cancellation) =>
        {
            var url = Environment.GetEnvironmentVariable("REDIS_URL");
            if (url is null)
            {
                await Console.Error.WriteLineAsync("REDIS_URL is not set: it says which Redis is measured.");
                return 1;
            }

            await using var memory = await MemoryMeasurement.OpenAsync(url, parsed.GetValue(turns), cancellation);
            foreach (var some in parsed.GetValue(atOnce)!)
            {
                await foreach (var line in memory.RunAsync(parsed.GetValue(operations), some, cancellation))
                    Console.WriteLine($"{some} at a time: {line}");
            }

            return 0;
        });
        return command;
    }
}
