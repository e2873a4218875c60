using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Holdfast.Simulator.Child;
using Holdfast.Simulator.World;

namespace Holdfast.EndToEnd.Tests.Support;

/// <summary>The simulator as somebody starts it who tries Holdfast: a process of its own, which starts the server, used as its page uses it.</summary>
internal sealed partial class SimulatorUnderTest : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Names = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    private readonly ConcurrentQueue<string> _output;
    private readonly ServerProcess _process;
    private readonly HttpClient _http;

    private SimulatorUnderTest(ConcurrentQueue<string> output, ServerProcess process, Uri page) =>
        (_output, _process, _http) = (output, process, new HttpClient { BaseAddress = page, Timeout = TimeSpan.FromSeconds(30) });

    /// <summary>What it and its server wrote.</summary>
    public string Output => string.Join('\n', _output);

    /// <summary>Starts it on a free port.</summary>
    /// <param name="serverArguments">What stands behind <c>--</c>.</param>
    public static async Task<SimulatorUnderTest> StartAsync(params string[] serverArguments)
    {
        var output = new ConcurrentQueue<string>();
        var options = new ServerProcessOptions(Executable(), ["--port", "0", "--", .. serverArguments], new Dictionary<string, string>());
        var process = new ServerProcess(options, TimeProvider.System, output.Enqueue);
        await process.StartAsync();
        var ready = await Eventually.SeeAsync(
            "the simulator is ready", () => Task.FromResult(ReadyLine().Match(string.Join('\n', output))), match => match.Success);
        return new SimulatorUnderTest(output, process, new Uri(ready.Groups["page"].Value));
    }

    /// <summary>Ada says something in the channel that everybody is in.</summary>
    /// <returns>Its ts.</returns>
    public async Task<string> SayAsync(string text)
    {
        var answer = await _http.PostAsJsonAsync("control/messages", new { channel = await GeneralAsync(), text });
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("ts").GetString()!;
    }

    /// <summary>The bot's answer in a thread that contains a text, in what it says or what it shows.</summary>
    public async Task<SlackMessage> AnswerAsync(string thread, string containing)
    {
        var channel = await GeneralAsync();
        var messages = await Eventually.SeeAsync(
            $"an answer with '{containing}'",
            async () => (await _http.GetFromJsonAsync<List<SlackMessage>>($"control/thread?channel={channel}&ts={thread}", Names))!,
            messages => messages.Any(message => IsAnswer(message, containing)));
        return messages.Last(message => IsAnswer(message, containing));
    }

    /// <summary>Somebody presses a button of a message.</summary>
    public async Task ClickAsync(string user, SlackMessage message, string action)
    {
        using var answer = await _http.PostAsJsonAsync("control/clicks", new { user, channel = message.Channel, ts = message.Ts, action_id = action });
        answer.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        TestContext.Current.TestOutputHelper?.WriteLine(Output);
        await _process.DisposeAsync();
        _http.Dispose();
    }

    /// <summary>Whatever stands as code in it: the words of a message that was streamed have its marks.</summary>
    private static bool IsAnswer(SlackMessage message, string containing) =>
        message.BotId is not null && (message.Text + message.Blocks).Replace("`", "", StringComparison.Ordinal).Contains(containing, StringComparison.Ordinal);

    private async Task<string> GeneralAsync() =>
        (await _http.GetFromJsonAsync<List<SlackChannel>>("control/channels", Names))!.First(channel => channel.Name == "general").Id;

    private static string Executable()
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var file = Path.Combine(here.Parent!.Parent!.FullName, "Holdfast.Simulator", here.Name, OperatingSystem.IsWindows() ? "Holdfast.Simulator.exe" : "Holdfast.Simulator");
        return File.Exists(file) ? file : throw new FileNotFoundException("The simulator is not built.", file);
    }

    [GeneratedRegex(@"simulator ready: open (?<page>\S+) ", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ReadyLine();
}
