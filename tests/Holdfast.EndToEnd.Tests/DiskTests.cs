using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Simulator;

namespace Holdfast.EndToEnd.Tests;

/// <summary>The disk fills up under load, and is freed again.</summary>
public sealed class DiskTests : EndToEndTest
{
    private const int DiskMegabytes = 16;
    private SmallDisk? _disk;

    private protected override SimulatorOptions Options => Impatient;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_disk is not null) await _disk.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    [Trait("Req", "RS-3")]
    [Trait("Req", "RS-8")]
    public async Task A_full_disk_takes_nothing_in_says_so_and_once_freed_everything_is_answered_once_without_a_restart()
    {
        _disk = await SmallDisk.MountAsync(DiskMegabytes);
        await StartAsync(("Agent:Kind", "Echo"), ("Storage:Path", Path.Combine(_disk.Path, "data")));
        var said = new List<string>();
        Say(said, 20);
        await AnswerAsync(General, said[^1], "echo number 19.");

        await _disk.FillAsync();
        var full = await TalkUntilFullAsync(said);
        Say(said, 20);
        await Eventually.SeeAsync(
            "events are refused and come again", () => Slack.Sockets.Counters.Redelivered > 20, () => Slack.Sockets.Counters.ToString());
        var (ready, reason) = await Server.ReadyAsync();
        var refused = Slack.Sockets.UnackedEnvelopes;

        _disk.Free();
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
        _disk = await SmallDisk.MountAsync(DiskMegabytes);
        await StartAsync(("Agent:Kind", "Echo"), ("Storage:Path", Path.Combine(_disk.Path, "data")));
        var said = new List<string>();
        Say(said, 20);
        await _disk.FillAsync();
        await TalkUntilFullAsync(said);

        await Server.KillAsync();
        _disk.Free();
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
}
