using System.Diagnostics;
using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Simulator;
using Holdfast.Simulator.SocketMode;
using Holdfast.Testing;

namespace Holdfast.EndToEnd.Tests;

/// <summary>The disk fills up under load, and is freed again.</summary>
public sealed class DiskTests : EndToEndTest
{
    private const int DiskMegabytes = 16;
    private readonly TemporaryFolder _mountPoint = new();
    private bool _isMounted;

    /// <summary>Slack that asks again soon: what was not taken while the disk was full shall not be waited for by the minute.</summary>
    private protected override SimulatorOptions Options => new()
    {
        SocketMode = new SocketModeOptions { RetryAfter = [.. Enumerable.Repeat(TimeSpan.FromSeconds(2), 100)] },
    };

    private string Filler => Path.Combine(_mountPoint.Path, "filler");

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_isMounted) await RunAsync("umount", "-l", _mountPoint.Path);
        _mountPoint.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    [Trait("Req", "RS-3")]
    [Trait("Req", "RS-8")]
    public async Task A_full_disk_takes_nothing_in_says_so_and_once_freed_everything_is_answered_once_without_a_restart()
    {
        await MountAsync();
        await StartAsync(("Agent:Kind", "Echo"), ("Storage:Path", Path.Combine(_mountPoint.Path, "data")));
        var said = new List<string>();
        Say(said, 20);
        await AnswerAsync(General, said[^1], "echo number 19.");

        await FillAsync();
        var full = await TalkUntilFullAsync(said);
        Say(said, 20);
        await Eventually.SeeAsync(
            "events are refused and come again", () => Slack.Sockets.Counters.Redelivered > 20, () => Slack.Sockets.Counters.ToString());
        var (ready, reason) = await Server.ReadyAsync();
        var refused = Slack.Sockets.UnackedEnvelopes;

        File.Delete(Filler);
        await Server.WaitUntilIdleAsync();
        await Server.WaitForHealthAsync("ok again", health => health.Status == "ok");

        Assert.Equal(System.Net.HttpStatusCode.ServiceUnavailable, ready);
        Assert.Contains("full", reason, StringComparison.OrdinalIgnoreCase);
        Assert.True(refused >= 20, $"Only {refused} events were refused with the disk full. {full}");
        Assert.Equal(1, Server.Process.State.Starts);
        Assert.All(said, (thread, i) => Assert.Equal([$"echo number {i}."], Answers(General, thread)));
    }

    [Fact]
    [Trait("Req", "RS-3")]
    public async Task A_kill_while_the_disk_is_full_loses_nothing_that_was_acknowledged()
    {
        await MountAsync();
        await StartAsync(("Agent:Kind", "Echo"), ("Storage:Path", Path.Combine(_mountPoint.Path, "data")));
        var said = new List<string>();
        Say(said, 20);
        await FillAsync();
        await TalkUntilFullAsync(said);

        await Server.KillAsync();
        File.Delete(Filler);
        await Server.StartAsync();

        await Server.WaitUntilIdleAsync();
        Assert.All(said, (thread, i) => Assert.Equal([$"echo number {i}."], Answers(General, thread)));
    }

    /// <summary>Room that is left inside the files is used up first; then there is nothing to keep an event in.</summary>
    private async Task<Health> TalkUntilFullAsync(List<string> said)
    {
        var filler = new string('f', 4_000);
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        return await Eventually.SeeAsync(
            "health is degraded because the disk is full",
            async () =>
            {
                World.MentionBot(World.Random.Id, Ada, filler);
                Say(said, 1);
                await pace.WaitForNextTickAsync();
                return await Server.HealthAsync();
            },
            health => health.Status == "degraded" && health.Problems.Contains("full", StringComparison.OrdinalIgnoreCase));
    }

    private void Say(List<string> said, int count)
    {
        for (var i = 0; i < count; i++) said.Add(World.MentionBot(General, Ada, $"number {said.Count}."));
    }

    private async Task FillAsync()
    {
        await using var file = File.Create(Filler);
        var block = new byte[4_096];
        try
        {
            while (true)
            {
                await file.WriteAsync(block);
                await file.FlushAsync();
            }
        }
        catch (IOException)
        {
            // Full, as intended.
        }
    }

    private async Task MountAsync()
    {
        var isCI = Environment.GetEnvironmentVariable("CI") == "true";
        _isMounted = OperatingSystem.IsLinux()
            && await RunAsync("mount", "-t", "tmpfs", "-o", $"size={DiskMegabytes}m", "tmpfs", _mountPoint.Path) == 0;
        if (_isMounted) return;
        Assert.False(isCI, "A small disk could not be mounted, and in CI it must be.");
        Assert.Skip("A small disk cannot be mounted without the rights of root.");
    }

    private static async Task<int> RunAsync(string file, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(file, arguments) { RedirectStandardError = true, UseShellExecute = false })!;
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
