using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Simulator.World;

namespace Holdfast.EndToEnd.Tests;

/// <summary>A server on a machine that knows no time zones, as an image without the package tzdata.</summary>
[Trait("Req", "TM-7")]
public sealed class TimeZoneTests : EndToEndTest
{
    private static readonly (string Key, string Value) NoZones = ("TZDIR", "/nonexistent");

    /// <summary>A rule comes at most once a minute, and what is held back is looked at once a minute.</summary>
    private static readonly TimeSpan SomeMinutes = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task Who_has_a_zone_that_the_server_does_not_know_is_told_so_and_no_time_is_taken_in_UTC()
    {
        await StartAsync(NoZones);
        World.SetTimeZone(Ada, "Europe/Berlin");

        foreach (var time in (string[])["tomorrow 9:00 call Bob", "every weekday at 9:00 stand-up", "tonight call Bob"])
        {
            var refused = await CommandAsync($"timer {time}", "Slack says");
            Assert.Contains("Slack says that your time zone is Europe/Berlin, which this server does not know", refused, StringComparison.Ordinal);
            Assert.Contains("tzdata", refused, StringComparison.Ordinal);
            Assert.DoesNotContain("Slack's preferences", refused, StringComparison.Ordinal);
        }

        Assert.Contains("knows no time zones", await CommandAsync("timer tomorrow 9:00 Europe/Berlin call Ann", "This machine knows"), StringComparison.Ordinal);
        Assert.DoesNotContain("tzdata", await CommandAsync("timer in 2h30m tea", "about *tea*"), StringComparison.Ordinal);
        Assert.DoesNotContain("tzdata", await CommandAsync("timer every 90 minutes stretch", "about *stretch*"), StringComparison.Ordinal);
        Assert.DoesNotContain("tzdata", await CommandAsync("timer tomorrow 9:00 UTC coffee", "about *coffee*"), StringComparison.Ordinal);
        Assert.DoesNotContain("tzdata", await CommandAsync("timer every day at 9:00 UTC cake", "about *cake*"), StringComparison.Ordinal);

        var health = await Server.HealthAsync();
        Assert.Equal(("degraded", 4), (health.Status, health.Timers));
        Assert.Contains("this machine knows no time zones", health.Problems, StringComparison.Ordinal);
        Assert.Contains("install the package tzdata", health.Problems, StringComparison.Ordinal);
        await Server.WaitForOutputAsync("This machine knows no time zones");
        Assert.Single(Server.Output.Split('\n'), line => line.Contains("This machine knows no time zones", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_repeating_timer_outlives_a_start_without_zones_and_rings_late_when_they_are_back()
    {
        await StartAsync();
        World.SetTimeZone(Ada, "Europe/Berlin");
        await CommandAsync("timer cron * * * * * tick", "about *tick*");
        await Server.StopAsync();

        // It may have rung in between, where a minute ended just then.
        var rung = World.Messages(General).Count(IsNotice);
        var poor = Prepare(NoZones, ("Storage:Path", Server.DataFolder));
        await poor.StartAsync();
        await poor.WaitForHealthAsync("the timer is held back", health => health.Problems.Contains("the time zone Europe/Berlin is not known", StringComparison.Ordinal), SomeMinutes);
        Assert.Equal(("degraded", 1), ((await poor.HealthAsync()).Status, (await poor.HealthAsync()).Timers));
        Assert.Equal(rung, World.Messages(General).Count(IsNotice));
        await poor.StopAsync();
        await poor.WaitForOutputAsync("does not know the zone Europe/Berlin");
        Assert.Single(poor.Output.Split('\n'), line => line.Contains("does not know the zone Europe/Berlin", StringComparison.Ordinal));

        await Server.StartAsync();
        var notice = await World.WaitForMessageAsync(message => IsNotice(message) && message.Text.Contains("late", StringComparison.Ordinal), SomeMinutes);
        Assert.DoesNotContain("the last one", notice.Text, StringComparison.Ordinal);
        var health = await Server.HealthAsync();
        Assert.Equal(("ok", 1), (health.Status, health.Timers));
    }

    [Fact]
    [Trait("Req", "CX-11")]
    public async Task The_doctor_sees_that_there_are_no_zones()
    {
        var (code, output) = await Prepare(NoZones).RunVerbAsync("doctor");
        Assert.Equal(1, code);
        Assert.Matches("FAIL +time zones +this machine knows none.* -> install the package tzdata", output);
    }

    private static bool IsNotice(SlackMessage message) => message.IsFromBot && message.Text.Contains('⏰', StringComparison.Ordinal);

    private async Task<string> CommandAsync(string text, string answer)
    {
        var known = new HashSet<string>(World.Ephemerals.Select(message => message.Ts));
        Slack.Interactions.Command(Ada, General, "/holdfast", text);
        return (await World.WaitForEphemeralAsync(Ada, message => !known.Contains(message.Ts) && message.Text.Contains(answer, StringComparison.Ordinal))).Text;
    }
}
