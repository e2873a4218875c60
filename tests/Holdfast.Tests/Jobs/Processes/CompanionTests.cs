using System.Diagnostics;
using Holdfast.Jobs.Processes;
using Holdfast.Testing;

namespace Holdfast.Tests.Jobs.Processes;

/// <summary>Real processes, in real time: this is about what the kernel does.</summary>
public sealed class CompanionTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly TemporaryFolder _folder = new();

    public CompanionTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "Sessions and /proc are what this is about.");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_is_spoken_with_and_ends_when_its_input_does()
    {
        await using var program = Start("read line; echo \"said $line in $PWD\"; echo oh >&2; cat; exit 7");
        await program.Input.WriteAsync("hello\n"u8.ToArray(), TestContext.Current.CancellationToken);
        await program.Input.FlushAsync(TestContext.Current.CancellationToken);
        using var output = new StreamReader(program.Output);
        using var errors = new StreamReader(program.Errors);
        Assert.Equal($"said hello in {_folder.Path}", await output.ReadLineAsync(TestContext.Current.CancellationToken));
        Assert.Equal("oh", await errors.ReadLineAsync(TestContext.Current.CancellationToken));
        await program.EndAsync(Limit);
        Assert.Equal(7, await program.Ended);
    }

    [Theory]
    [InlineData("trap '' TERM; sleep 1000 & while :; do sleep 1; done")]
    [InlineData("setsid sleep 1000 & sleep 1000")]
    [InlineData("(setsid sleep 1000 &) ; exec sleep 1000")]
    [Trait("Req", "AS-15")]
    public async Task Nothing_of_it_is_left_however_it_takes_its_end(string script)
    {
        await using var program = Start("echo ready; " + script);
        using var output = new StreamReader(program.Output);
        await output.ReadLineAsync(TestContext.Current.CancellationToken);
        await program.EndAsync(TimeSpan.FromMilliseconds(200));
        Assert.Equal(0, Left());
    }

    [Fact]
    [Trait("Req", "AS-15")]
    public async Task Those_of_a_living_server_are_no_orphans_and_those_of_a_dead_one_are()
    {
        await using var mine = Start("sleep 1000");

        // As if a server had started it whose process is another's by now, or nobody's.
        var folder = _folder.Path;
        using var orphan = Process.Start(new ProcessStartInfo("sleep", ["1000"])
        {
            WorkingDirectory = folder, Environment = { [ProcessOrder.Marker] = $"companion/{Environment.ProcessId}/1/test-{Path.GetFileName(folder)}/1" },
        })!;

        Assert.True(Companion.EndOrphans() >= 1);

        await orphan.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Limit, TestContext.Current.CancellationToken);
        Assert.False(mine.Ended.IsCompleted);
    }

    [Theory]
    [InlineData("no-such-program", "was not found in its PATH")]
    [InlineData("./none", "does not exist")]
    [InlineData("", "There is no command")]
    public void Why_it_could_not_be_started_is_said(string command, string why) => Assert.Contains(
        why, Assert.Throws<CompanionException>(() => Companion.Start(Order(command), TimeProvider.System)).Message, StringComparison.Ordinal);

    private Companion Start(string script) => Companion.Start(Order("/bin/sh", "-c", script), TimeProvider.System);

    private CompanionOrder Order(params string[] command) => new("test", command, _folder.Path, new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin", ["FOLDER"] = _folder.Path });

    /// <summary>Processes that have this test's folder in their environment.</summary>
    private int Left() => Directory.EnumerateDirectories("/proc").Count(process =>
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "environ")).Contains($"FOLDER={_folder.Path}\0", StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // No process, one that has ended, or somebody else's.
            return false;
        }
    });
}
