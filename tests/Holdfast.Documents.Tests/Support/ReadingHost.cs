using System.Collections;
using System.Runtime.CompilerServices;
using Holdfast.Documents.Processes;

namespace Holdfast.Documents.Tests.Support;

/// <summary>The process that reads, with ways to go wrong that no file is needed for.</summary>
internal static class ReadingHost
{
    internal const string Verb = "read-document";

    /// <summary>How the process is started: as it is, or with one of the ways below.</summary>
    internal static DocumentProcessOptions Options(params string[] way) => new()
    {
        FileName = Environment.ProcessPath!,
        Arguments = [Verb, .. way],
        MaxAtOnce = 2,
    };

    internal static async Task<int> RunAsync(string[] way)
    {
        await using var input = Console.OpenStandardInput();
        await using var output = Console.OpenStandardOutput();
        switch (way)
        {
            case []:
                return await DocumentCommand.RunAsync(input, output);
            case ["exit"]:
                return 7;
            case ["babble"]:
                await output.WriteAsync("Hello!"u8.ToArray());
                return 0;
            case ["shout"]:
                while (true)
                    await output.WriteAsync(new byte[65_536]);
            case ["complain"]:
                for (var i = 0; i < 100; i++)
                    await Console.Error.WriteLineAsync(new string('!', 10_000));
                return await DocumentCommand.RunAsync(input, output);
            default:
                return await DocumentCommand.RunAsync(input, output, (request, _) => Read(way, request));
        }
    }

    private static DocumentText Read(string[] way, ReadRequest request)
    {
        switch (way)
        {
            case ["overflow"]:
                return Text(Deeper(0).ToString());
            case ["allocate"]:
                var all = new List<byte[]>();
                while (true)
                    all.Add(new byte[1_000_000]);
            case ["hang", var folder]:
                File.WriteAllText(Path.Combine(folder, $"{Environment.ProcessId}"), "");
                new ManualResetEvent(initialState: false).WaitOne();
                return Text("");
            case ["environment"]:
                return Text(string.Join('\n', Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(variable => $"{variable.Key}={variable.Value}")));
            case ["name"]:
                return Text(request.Name);
            default:
                throw new InvalidOperationException("There is no such way.");
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.NoOptimization)]
    private static int Deeper(int depth) => Deeper(depth + 1) + depth;

    private static DocumentText Text(string text) => new() { Kind = DocumentKind.PlainText, Text = text };
}
