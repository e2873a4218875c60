using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;
using Holdfast.Jobs.Processes;
using Holdfast.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Holdfast.Tests.Jobs.Processes;

/// <summary>Real processes, in real time: this is about what the kernel does.</summary>
public sealed class ProcessRunnerTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>What is started here would go on for minutes if it were not ended.</summary>
    private static readonly TimeSpan LongBeforeItsEnd = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();
    private readonly ProcessRunner _runner = new(TimeProvider.System, NullLogger<ProcessRunner>.Instance);
    private readonly string _id = $"test-{Guid.NewGuid():N}";

    public ProcessRunnerTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "Sessions and /proc are what this is about.");

    public void Dispose()
    {
        _runner.KillLeftovers(_id);
        _folder.Dispose();
    }

    [Fact]
    public async Task Both_outputs_come_in_one_text_with_the_exit_code()
    {
        var result = await RunAsync(Shell("echo one; sleep 0.2; echo two >&2; sleep 0.2; printf 'Gr\\303'; sleep 0.1; printf '\\274\\303\\237e \\033[31mred\\033[0m'; exit 3"));
        Assert.Equal((ProcessEnd.Exited, 3, "one\ntwo\nGrüße red", false), (result.End, result.ExitCode, result.Output, result.IsOutputCut));
        Assert.Equal(28, result.OutputBytes);
        Assert.Equal("Exited 3", result.ToString());
    }

    [Fact]
    public async Task Arguments_are_passed_as_they_are()
    {
        var result = await RunAsync(Order("printf", "%s|", "a b", "$HOME", "`id`", "'\"", "*", "", "-n", "ü", "; exit 1"));
        Assert.Equal("a b|$HOME|`id`|'\"|*||-n|ü|; exit 1|", result.Output);
    }

    [Fact, Trait("Req", "CX-7")]
    public async Task Nothing_is_inherited_but_the_marker()
    {
        var result = await RunAsync(Order("env") with { Environment = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin", ["A"] = "ü", [ProcessOrder.Marker] = "forged" } });
        Assert.Equal(["A=ü", $"HOLDFAST_JOB={_id}", "PATH=/usr/bin:/bin"], result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task It_runs_in_its_folder_with_an_empty_input_in_a_session_of_its_own()
    {
        var result = await RunAsync(Shell("pwd; cat; echo eof; test $(ps -o sid= -p $$) = $$ && echo leader"));
        Assert.Equal($"{_folder.Path}\neof\nleader\n", result.Output);
    }

    [Theory]
    [InlineData("surely-not-a-command", "was not found")]
    [InlineData("./absent", "does not exist")]
    [InlineData("./plain", "not executable")]
    [InlineData("plain", "was not found")]
    [InlineData("./folder", "is a directory")]
    [InlineData("", "no command")]
    [InlineData("echo\0x", "NUL")]
    public async Task What_cannot_be_started_says_why(string command, string reason)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "plain"), "x");
        Directory.CreateDirectory(Path.Combine(_folder.Path, "folder"));
        var result = await RunAsync(Order(command) with { Environment = new Dictionary<string, string> { ["PATH"] = ".:/usr/bin:/bin" } });
        Assert.Equal((ProcessEnd.NotStarted, null), (result.End, result.ExitCode));
        Assert.Contains(reason, result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_folder_or_too_many_arguments_are_results_as_well()
    {
        Assert.Contains("working directory", (await RunAsync(Order("echo") with { WorkingDirectory = "/surely/not" })).Output, StringComparison.Ordinal);
        Assert.Equal(ProcessEnd.NotStarted, (await RunAsync(Order(["echo", .. Enumerable.Repeat(new string('x', 100_000), 100)]))).End);
        Assert.Equal(ProcessEnd.NotStarted, (await RunAsync(Order())).End);
        await Assert.ThrowsAsync<ArgumentException>(() => RunAsync(Order("echo") with { Timeout = TimeSpan.Zero }));
        await Assert.ThrowsAsync<ArgumentException>(() => RunAsync(Order("echo") with { Id = "" }));
    }

    [Fact]
    public async Task A_command_of_its_own_folder_and_one_without_a_first_line_are_started()
    {
        var script = Path.Combine(_folder.Path, "own");
        await WriteCommandAsync(script, "echo own $1\n");
        Assert.Equal("own a\n", (await RunAsync(Order("./own", "a"))).Output);
    }

    [Fact, Trait("Req", "RS-16")]
    public async Task One_that_runs_for_ever_is_asked_to_stop()
    {
        var result = await RunAsync(Shell("trap 'echo bye; exit 0' TERM; echo ready; while :; do sleep 0.05; done") with { Timeout = TimeSpan.FromSeconds(1) });
        Assert.Equal((ProcessEnd.TimedOut, null), (result.End, result.ExitCode));
        Assert.StartsWith("ready\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("bye\n", result.Output, StringComparison.Ordinal);
        Assert.InRange(result.Duration, TimeSpan.FromSeconds(1), LongBeforeItsEnd);
    }

    [Fact, Trait("Req", "RS-16")]
    public async Task One_that_ignores_being_asked_is_killed_with_its_children()
    {
        var result = await RunAsync(
            Shell("trap '' TERM; sh -c 'trap \"\" TERM; while :; do sleep 1; done' & sleep 300 & while :; do sleep 1; done")
                with { Timeout = TimeSpan.FromMilliseconds(500), KillAfter = TimeSpan.FromMilliseconds(500) });
        Assert.Equal(ProcessEnd.TimedOut, result.End);
        Assert.InRange(result.Duration, TimeSpan.FromSeconds(1), LongBeforeItsEnd);
        Assert.Empty(Marked());
    }

    [Theory, Trait("Req", "RS-16")]
    [InlineData("setsid sleep 300 & exit 0")]
    [InlineData("(setsid sh -c 'trap \"\" HUP TERM; sleep 300; sleep 300' &) ; exit 0")]
    [InlineData("setsid setsid sh -c 'sleep 300 & sleep 300 & wait' >/dev/null 2>&1 & exit 0")]
    [InlineData("nohup sleep 300 >/dev/null 2>&1 & exit 0")]
    [InlineData("env -i sleep 300 & exit 0")]
    [InlineData("set -m; sleep 300 & exit 0")]
    public async Task What_detaches_itself_is_gone_when_the_command_is_done(string script)
    {
        var result = await RunAsync(Shell(script));
        Assert.Equal((ProcessEnd.Exited, 0), (result.End, result.ExitCode));
        Assert.InRange(result.Duration, TimeSpan.Zero, LongBeforeItsEnd);
        Assert.Empty(Marked());
    }

    [Fact, Trait("Req", "RS-16")]
    public async Task One_that_starts_others_without_end_is_stopped()
    {
        // Each of them detaches itself and starts the next before it ends.
        var script = Path.Combine(_folder.Path, "hydra");
        await WriteCommandAsync(script, "#!/bin/sh\nsetsid ./hydra >/dev/null 2>&1 &\n");
        var result = await RunAsync(Shell("./hydra; sleep 300") with { Timeout = TimeSpan.FromMilliseconds(700), KillAfter = TimeSpan.FromMilliseconds(200) });
        Assert.Equal(ProcessEnd.TimedOut, result.End);
        Assert.Empty(Marked());
    }

    [Fact, Trait("Req", "RS-16")]
    public async Task One_that_escapes_and_holds_the_output_open_does_not_hang_us()
    {
        // Without marker, session and parent it cannot be found; it ends by itself, later than the test's limit.
        var result = await RunAsync(Shell("(env -i setsid sleep 120 &); echo done; sleep 0.2"));
        Assert.Equal((ProcessEnd.Exited, "done\n"), (result.End, result.Output));
        Assert.InRange(result.Duration, TimeSpan.FromSeconds(1), LongBeforeItsEnd);
    }

    [Fact]
    public async Task One_that_closes_its_outputs_is_waited_for()
    {
        var result = await RunAsync(Shell("echo before; exec >&- 2>&-; sleep 0.5; exit 7"));
        Assert.Equal((ProcessEnd.Exited, 7, "before\n"), (result.End, result.ExitCode, result.Output));
        Assert.True(result.Duration >= TimeSpan.FromMilliseconds(500));
    }

    [Fact, Trait("Req", "RS-16")]
    public async Task Of_much_output_the_first_and_the_last_part_are_kept()
    {
        var result = await RunAsync(Shell("echo first; yes 2>/dev/null | head -c 10000000; echo last") with { MaxOutputBytes = 10_000 });
        Assert.Equal((ProcessEnd.Exited, 0, 10_000_011L, true), (result.End, result.ExitCode, result.OutputBytes, result.IsOutputCut));
        Assert.StartsWith("first\ny\n", result.Output, StringComparison.Ordinal);
        Assert.EndsWith("y\nlast\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("[... 9990011 bytes left out ...]", result.Output, StringComparison.Ordinal);
        Assert.InRange(result.Output.Length, 10_000, 10_100);
    }

    [Theory, Trait("Req", "RS-16")]
    [InlineData("yes")]
    [InlineData("trap '' TERM PIPE; while :; do yes | head -c 1000000; done")]
    [InlineData("head -c 100000000 /dev/zero >&2; sleep 300")]
    public async Task Too_much_output_ends_it(string script)
    {
        var result = await RunAsync(Shell(script) with { HardOutputBytes = 20_000_000, MaxOutputBytes = 100_000, KillAfter = TimeSpan.FromMilliseconds(500) });
        Assert.Equal((ProcessEnd.TooMuchOutput, null, true), (result.End, result.ExitCode, result.IsOutputCut));
        Assert.InRange(result.OutputBytes, 20_000_000, 20_000_000 + (64 * 1024));
        Assert.InRange(result.Output.Length, 0, 100_100);
        Assert.Empty(Marked());
    }

    [Fact]
    public async Task Cancelling_is_a_result()
    {
        using var cancel = new CancellationTokenSource();
        var seen = new TaskCompletionSource<ProcessProgress>(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = _runner.RunAsync(Shell("echo started; sleep 300"), progress => seen.TrySetResult(progress), cancel.Token);
        Assert.Equal("started", (await seen.Task.WaitAsync(Limit)).LastLine);
        await cancel.CancelAsync();
        var result = await running.WaitAsync(Limit);
        Assert.Equal((ProcessEnd.Cancelled, null, "started\n"), (result.End, result.ExitCode, result.Output));
        Assert.Empty(Marked());

        Assert.Equal(ProcessEnd.Cancelled, (await _runner.RunAsync(Shell("echo no"), null, cancel.Token).WaitAsync(Limit)).End);
    }

    [Fact]
    public async Task Progress_that_throws_ends_nothing()
    {
        var result = await _runner.RunAsync(Shell("echo a; echo b"), _ => throw new InvalidOperationException("mistake"), CancellationToken.None).WaitAsync(Limit);
        Assert.Equal("a\nb\n", result.Output);
    }

    [Fact]
    public async Task Many_at_once_need_no_threads_of_their_own()
    {
        // The pool is as large as it has become by now; what is asked is that waiting takes none of it.
        var started = Channel.CreateUnbounded<int>();
        using var cancel = new CancellationTokenSource();
        var running = Enumerable.Range(0, 40)
            .Select(i => _runner.RunAsync(Shell("echo; sleep 300") with { Id = $"{_id}-{i}" }, _ => started.Writer.TryWrite(i), cancel.Token)).ToList();
        for (var i = 0; i < running.Count; i++)
            await started.Reader.ReadAsync().AsTask().WaitAsync(Limit);
        ThreadPool.GetMaxThreads(out var most, out _);
        ThreadPool.GetAvailableThreads(out var available, out _);
        Assert.True(most - available < 20, $"{most - available} threads are busy with {running.Count} processes.");
        await cancel.CancelAsync();
        Assert.All(await Task.WhenAll(running).WaitAsync(Limit), result => Assert.Equal(ProcessEnd.Cancelled, result.End));
    }

    [Fact]
    public async Task What_a_crash_left_running_is_killed_by_its_marker()
    {
        // One of them has no marker and is found through its parent; its argument tells it from others.
        var unmarked = $"300.{Environment.ProcessId}{Environment.TickCount64}";
        var left = StartMarked(_id, $"setsid sh -c 'env -i sleep {unmarked} & sleep 300; :' & sleep 300; :");
        var other = StartMarked(_id + "-other", "sleep 300");
        try
        {
            await UntilAsync(() => Marked().Count() >= 4 && IsSleeping(unmarked));
            Assert.Equal(5, _runner.KillLeftovers(_id));
            await left.WaitForExitAsync().WaitAsync(Limit);
            await UntilAsync(() => !Marked().Any() && !IsSleeping(unmarked));
            Assert.False(other.HasExited);
            Assert.Equal(0, _runner.KillLeftovers(_id));
        }
        finally
        {
            _runner.KillLeftovers(_id + "-other");
            await other.WaitForExitAsync().WaitAsync(Limit);
            left.Dispose();
            other.Dispose();
        }
    }

    /// <summary>For what the kernel does without telling: looks again whenever the scheduler allows, within the one limit.</summary>
    private static async Task UntilAsync(Func<bool> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(watch.Elapsed < Limit, "The processes are not as expected.");
            await Task.Yield();
        }
    }

    private static async Task WriteCommandAsync(string path, string script)
    {
        await File.WriteAllTextAsync(path, script);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    private static Process StartMarked(string id, string script)
    {
        var start = new ProcessStartInfo("/bin/sh") { ArgumentList = { "-c", script } };
        start.Environment[ProcessOrder.Marker] = id;
        return Process.Start(start)!;
    }

    /// <summary>Living processes with this test's marker, by another way than the runner's own.</summary>
    private IEnumerable<string[]> Marked() => OfAll("environ").Where(environment => environment.Contains($"{ProcessOrder.Marker}={_id}"));

    private static bool IsSleeping(string argument) => OfAll("cmdline").Any(line => line is ["sleep", var said, ..] && said == argument);

    private static IEnumerable<string[]> OfAll(string file)
    {
        foreach (var folder in Directory.GetDirectories("/proc").Where(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out _)))
        {
            string[] parts;
            try
            {
                parts = File.ReadAllText(Path.Combine(folder, file)).Split('\0');
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Gone, or not ours.
                continue;
            }

            yield return parts;
        }
    }

    private ProcessOrder Shell(string script) => Order("sh", "-c", script);

    private ProcessOrder Order(params string[] arguments) => new()
    {
        Id = _id,
        Arguments = arguments,
        WorkingDirectory = _folder.Path,
        Timeout = TimeSpan.FromSeconds(50),
        Environment = new Dictionary<string, string> { ["PATH"] = "/usr/local/bin:/usr/bin:/bin" },
    };

    private Task<ProcessResult> RunAsync(ProcessOrder order) => _runner.RunAsync(order, progress: null, CancellationToken.None).WaitAsync(Limit);
}
