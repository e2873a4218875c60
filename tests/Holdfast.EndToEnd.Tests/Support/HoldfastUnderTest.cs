using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Holdfast.Simulator;
using Holdfast.Simulator.Child;
using Holdfast.Testing;
using Holdfast.Testing.Servers;

namespace Holdfast.EndToEnd.Tests.Support;

/// <summary>The real server as a process of its own, pointed at a simulator: started, killed, stopped, asked for its health.</summary>
internal sealed class HoldfastUnderTest : IAsyncDisposable
{
    private const int TailLines = 150;
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(10) };

    private readonly SlackSimulator _slack;
    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentQueue<string> _output = new();
    private readonly Dictionary<string, string> _environment;
    private readonly string[] _secrets;
    private readonly string _program;
    private volatile TaskCompletionSource<int> _ended = NewSource();

    /// <param name="slack">The world it lives in.</param>
    /// <param name="settings"><c>Section:Key</c> or the name of an environment variable, and the value.</param>
    public HoldfastUnderTest(SlackSimulator slack, params IEnumerable<(string Key, string Value)> settings)
        : this(Executable(), slack, settings)
    {
    }

    /// <param name="program">The server, in a program of somebody's own.</param>
    /// <param name="slack">The world it lives in.</param>
    /// <param name="settings"><c>Section:Key</c> or the name of an environment variable, and the value.</param>
    public HoldfastUnderTest(string program, SlackSimulator slack, params IEnumerable<(string Key, string Value)> settings)
    {
        (_program, _slack, RequestUrl) = (program, slack, new Uri($"http://127.0.0.1:{Ports.Free()}/slack/events"));
        _environment = new Dictionary<string, string>(slack.BotEnvironment, StringComparer.Ordinal)
        {
            ["HOLDFAST_Health__Port"] = Port.ToString(),
            ["HOLDFAST_SlackHttp__Port"] = RequestUrl.Port.ToString(),
            ["HOLDFAST_Storage__Path"] = DataFolder,
            ["HOLDFAST_Ingress__SettleTime"] = "00:00:01",
            ["HOLDFAST_Http__RequestsPerMinute"] = "0", // Tests look again and again.

            // Whether a quick answer is seen growing is a matter of the moment, and many tests count calls. StreamTests and the kills have it on.
            ["HOLDFAST_Streams__Mode"] = "Off",
            ["HOLDFAST_Welcome__Enabled"] = "false",

            // On a busy machine any answer may take so long that "Working on it…" comes before it. Tests of the notice set it.
            ["HOLDFAST_Runs__NoticeAfter"] = "01:00:00",

            // Many tests look at all that stands under an answer. FeedbackTests have it on.
            ["HOLDFAST_Feedback__Enabled"] = "false",

            // It lives for seconds: what .NET spends on what would be quicker after minutes, and on keeping code that it makes apart from data, was a
            // quarter of the processor time of all these tests.
            ["DOTNET_TC_CallCounting"] = "0",
            ["DOTNET_EnableWriteXorExecute"] = "0",
        };
        foreach (var (key, value) in settings)
            _environment[key.Contains(':', StringComparison.Ordinal) ? "HOLDFAST_" + key.Replace(":", "__", StringComparison.Ordinal) : key] = value;
        string[] secrets = ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "OPENAI_API_KEY", "ANTHROPIC_API_KEY", "HOLDFAST_Notifications__WebhookSecret"];
        _secrets = [.. secrets.Select(name => _environment.GetValueOrDefault(name, "")).Where(secret => secret.Length > 0), PostgresServer.Password];
        Process = new ServerProcess(
            new ServerProcessOptions(_program, ["run"], _environment) { StopPatience = TimeSpan.FromSeconds(60) }, TimeProvider.System, _output.Enqueue)
        {
            OnChange = Changed,
        };
    }

    public int Port { get; } = Ports.Free();

    /// <summary>Where it takes Slack's requests, when Slack delivers by HTTP.</summary>
    public Uri RequestUrl { get; }

    private bool TakesRequests => _environment.GetValueOrDefault("HOLDFAST_Slack__Transport") == "Http";

    /// <summary>The variables that it is told its settings by.</summary>
    public IReadOnlyDictionary<string, string> Environment => _environment;

    public string DataFolder => Path.Combine(_folder.Path, "data");

    /// <summary>The process, for the page to control.</summary>
    public ServerProcess Process { get; }

    public int ProcessId => Process.State.ProcessId ?? throw new InvalidOperationException($"The server does not run. {Tail()}");

    /// <summary>Everything all its processes wrote.</summary>
    public string Output => string.Join('\n', _output);

    /// <summary>Starts it; it is ready to work when the task completes.</summary>
    public async Task StartAsync()
    {
        await LaunchAsync();
        await WaitUntilReadyAsync();
        if (!TakesRequests)
            await _slack.Sockets.WaitForOpenAsync(2);
    }

    /// <summary>Waits until a process that was launched is ready to work.</summary>
    public async Task WaitUntilReadyAsync()
    {
        var ready = Eventually.SeeAsync("the server is ready", ReadyAsync, answer => answer.Code == HttpStatusCode.OK);
        if (await Task.WhenAny(ready, _ended.Task) == _ended.Task)
            throw new InvalidOperationException($"The server ended with exit code {await _ended.Task} instead of becoming ready.");
        await ready;
    }

    /// <summary>Starts the process and waits for nothing.</summary>
    public async Task LaunchAsync()
    {
        _ended = NewSource();
        var state = await Process.StartAsync();
        if (state.Phase != ServerPhase.Running) throw new InvalidOperationException($"The server did not start: {state.Problem}");
    }

    /// <summary>Starts the process and waits for its end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunToEndAsync(TimeSpan? timeout = null)
    {
        await LaunchAsync();
        return await EndAsync(timeout);
    }

    /// <summary>Waits until the process has ended by itself.</summary>
    public async Task<int> EndAsync(TimeSpan? timeout = null)
    {
        var patience = timeout ?? Eventually.Patience;
        try
        {
            return await _ended.Task.WaitAsync(patience);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"The server was expected to end within {patience.TotalSeconds:0} s and runs on.", e);
        }
    }

    /// <summary>Runs another verb of the command line with the server's configuration.</summary>
    /// <returns>The exit code and what it wrote to standard output.</returns>
    public async Task<(int Code, string Output)> RunVerbAsync(params string[] arguments)
    {
        var (code, output, _) = await TellVerbAsync(arguments);
        return (code, output);
    }

    /// <summary>The same, with what it wrote to standard error, which stands with what the server wrote as well.</summary>
    public async Task<(int Code, string Output, string Errors)> TellVerbAsync(params string[] arguments)
    {
        var info = new ProcessStartInfo(_program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var (name, value) in _environment) info.Environment[name] = value;
        using var process = System.Diagnostics.Process.Start(info)!;
        var reading = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync().WaitAsync(Eventually.Patience);
        var errors = await reading.WaitAsync(Eventually.Patience);
        await process.WaitForExitAsync().WaitAsync(Eventually.Patience);
        if (errors.Length > 0)
            _output.Enqueue(errors);
        return (process.ExitCode, output, errors);
    }

    /// <summary>kill -9; returns when Slack has noticed, so that a new start is not mistaken for the old one.</summary>
    public async Task KillAsync()
    {
        await Process.KillAsync();
        await NoSocketsAsync();
    }

    /// <summary>SIGTERM, and the exit code.</summary>
    public async Task<int> StopAsync()
    {
        var state = await Process.StopAsync();
        await NoSocketsAsync();
        return state.ExitCode ?? throw new InvalidOperationException("The server had not been started.");
    }

    public void Signal(int signal) => ProcessFacts.Send(ProcessId, signal);

    /// <summary>What <c>/health</c> says now.</summary>
    public async Task<Health> HealthAsync()
    {
        try
        {
            using var response = await Http.GetAsync(new Uri($"http://127.0.0.1:{Port}/health"));
            return new Health(response.StatusCode, await response.Content.ReadAsStringAsync());
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return new Health(code: null, e.Message);
        }
    }

    /// <summary>What <c>/health/ready</c> says now.</summary>
    public async Task<(HttpStatusCode? Code, string Text)> ReadyAsync()
    {
        try
        {
            using var response = await Http.GetAsync(new Uri($"http://127.0.0.1:{Port}/health/ready"));
            return (response.StatusCode, await response.Content.ReadAsStringAsync());
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return (null, e.Message);
        }
    }

    /// <summary>What <c>/metrics</c> says now.</summary>
    public Task<string> MetricsAsync() => Http.GetStringAsync(new Uri($"http://127.0.0.1:{Port}/metrics"));

    public Task<Health> WaitForHealthAsync(string what, Func<Health, bool> isRight, TimeSpan? timeout = null) =>
        Eventually.SeeAsync(what, HealthAsync, isRight, timeout);

    /// <summary>Everything Slack has was acknowledged and everything that was acknowledged is done: no further message can come.</summary>
    public async Task WaitUntilIdleAsync(TimeSpan? timeout = null)
    {
        await Eventually.SeeAsync(
            "every envelope acknowledged",
            () => _slack.Sockets is { WaitingEnvelopes: 0, UnackedEnvelopes: 0 },
            () => $"{_slack.Sockets.WaitingEnvelopes} waiting, {_slack.Sockets.UnackedEnvelopes} unacknowledged. {_slack.Sockets.Counters}",
            timeout);
        await WaitForHealthAsync("nothing left to do", health => health.Backlog == 0, timeout);
    }

    /// <summary>Sees something in what it writes, which comes a little after what it tells of.</summary>
    public Task WaitForOutputAsync(string text) => Eventually.SeeAsync($"\"{text}\" in the log", () => Output.Contains(text, StringComparison.Ordinal), Tail);

    /// <summary>The end of what it wrote.</summary>
    public string Tail() => string.Join('\n', _output.TakeLast(TailLines));

    /// <summary>Ends it and holds it to the promise that no secret was written, whatever the test was about.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Process.State.Phase == ServerPhase.Running)
        {
            ProcessFacts.Send(ProcessId, ProcessFacts.Continue);
            await Process.KillAsync();
        }

        await Process.DisposeAsync();
        _folder.Dispose();
        foreach (var secret in _secrets)
            Assert.DoesNotContain(_output, line => line.Contains(secret, StringComparison.Ordinal));
    }

    private Task NoSocketsAsync() =>
        Eventually.SeeAsync("Slack sees no connection any more", () => _slack.Sockets.OpenCount == 0, () => $"{_slack.Sockets.OpenCount} open");

    private void Changed(ServerState state)
    {
        if (state.Phase is ServerPhase.Exited or ServerPhase.Stopped) _ended.TrySetResult(state.ExitCode ?? -1);
    }

    private static TaskCompletionSource<int> NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>
    /// The server that test.sh published, which starts with a third less work; else, from <c>artifacts/bin/Holdfast.EndToEnd.Tests/debug/</c>, the one
    /// that was built along with these tests.
    /// </summary>
    public static string Executable()
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var file = System.Environment.GetEnvironmentVariable("SERVER_UNDER_TEST")
            ?? Path.Combine(here.Parent!.Parent!.FullName, "Holdfast.Server", here.Name, OperatingSystem.IsWindows() ? "holdfast.exe" : "holdfast");
        return File.Exists(file) ? file : throw new FileNotFoundException("The server is not built.", file);
    }
}
