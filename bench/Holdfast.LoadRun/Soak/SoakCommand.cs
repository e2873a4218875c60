using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Holdfast.LoadRun.Soak.Report;

namespace Holdfast.LoadRun.Soak;

/// <summary><c>soak</c>: a compressed day with kills, cut sockets, storms and failing neighbours, drawn over time and judged.</summary>
internal static class SoakCommand
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };

    public static Command Create()
    {
        var minutes = new Option<double>("--minutes") { Description = "How long people ask: 30 minutes at 8 questions a second are a day of 10 a minute.", DefaultValueFactory = _ => 5 };
        var rate = new Option<double>("--rate") { Description = "Questions a second on average; they come in waves.", DefaultValueFactory = _ => 8 };
        var seed = new Option<int>("--seed") { Description = "What all that is left to chance hangs on: who asks what, and when the server is disturbed.", DefaultValueFactory = _ => 1 };
        var server = new Option<string>("--server") { Description = "Another build of holdfast: its folder.", DefaultValueFactory = _ => "" };
        var output = new Option<string>("--output") { Description = "The folder for soak.svg, the picture, and soak.json, its figures.", DefaultValueFactory = _ => "." };
        var redraw = new Option<string>("--redraw") { Description = "Only draws and judges the figures of an earlier soak: its soak.json.", DefaultValueFactory = _ => "" };
        var command = new Command("soak", "Runs a compressed day of mixed traffic with kills, drops, storms and faults, draws it, and fails unless it was borne.") { minutes, rate, seed, server, output, redraw };
        command.SetAction(async (parsed, cancellation) =>
        {
            var folder = Directory.CreateDirectory(parsed.GetValue(output)!).FullName;
            SoakRecord record;
            if (parsed.GetValue(redraw) is { Length: > 0 } earlier)
            {
                record = JsonSerializer.Deserialize<SoakRecord>(await File.ReadAllTextAsync(earlier, cancellation), Json)!;
            }
            else
            {
                var plan = SoakPlan.Of(TimeSpan.FromMinutes(parsed.GetValue(minutes)), parsed.GetValue(rate), parsed.GetValue(seed));
                var program = parsed.GetValue(server) is { Length: > 0 } other ? Path.Combine(other, "holdfast") : "holdfast";
                record = await SoakRun.RunAsync(plan, program, Console.WriteLine, cancellation);
                await File.WriteAllTextAsync(Path.Combine(folder, "soak.json"), JsonSerializer.Serialize(record, Json), cancellation);
            }

            await File.WriteAllTextAsync(Path.Combine(folder, "soak.svg"), SoakPicture.Draw(record), cancellation);
            foreach (var line in SoakSummary.Of(record))
                Console.WriteLine(line);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"picture: {Path.Combine(folder, "soak.svg")}"));
            return SoakVerdict.Of(record).Holds ? 0 : 1;
        });
        return command;
    }
}
