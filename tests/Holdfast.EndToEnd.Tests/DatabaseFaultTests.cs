using System.Globalization;
using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Simulator;
using Holdfast.Simulator.World;
using Holdfast.Testing;
using Holdfast.Testing.Servers;

namespace Holdfast.EndToEnd.Tests;

/// <summary>A database that takes no writes for a while, another that takes its place, and machines that do not agree what time it is.</summary>
public sealed class DatabaseFaultTests : EndToEndTest
{
    private const int DiskMegabytes = 48;

    private readonly List<PostgresServer> _databases = [];
    private SmallDisk? _disk;

    private protected override SimulatorOptions Options => Impatient;

    private PostgresServer Database => _databases[0];

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _databases.Add(await PostgresServer.StartAsync());
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        foreach (var database in _databases) await database.DisposeAsync();
        if (_disk is not null) await _disk.DisposeAsync();
    }

    [Fact]
    [Trait("Req", "CX-5")]
    [Trait("Req", "RS-3")]
    public async Task A_full_disk_of_the_database_is_named_and_once_freed_everything_is_answered_once_without_a_restart()
    {
        _disk = await SmallDisk.MountAsync(DiskMegabytes);
        await Database.KeepTablesInAsync(Path.Combine(_disk.Path, "tables"));
        await StartAsync(("DATABASE_URL", Database.Url), ("Agent:Kind", "Echo"));
        var said = Say(20);
        await AnswerAsync(General, said[^1].Thread, "echo");

        // Room that is left inside the files is used up first; what PostgreSQL can compress would not use it up.
        await _disk.FillAsync();
        var random = new Random(1);
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        await Eventually.SeeAsync(
            "health says that the disk is full",
            async () =>
            {
                said.AddRange(Say(10, random.GetHexString(3_000)));
                await pace.WaitForNextTickAsync();
                return await Server.HealthAsync();
            },
            health => health.Status == "degraded" && health.Problems.Contains("The disk of the database is full", StringComparison.Ordinal));
        _disk.Free();

        await AllAnsweredAsync(said);
    }

    [Fact]
    [Trait("Req", "CX-5")]
    public async Task At_its_limit_of_connections_work_waits_and_goes_on_when_there_is_room()
    {
        await StartAsync(("DATABASE_URL", Database.Url));
        await Database.AdministerAsync($"ALTER ROLE {PostgresServer.User} CONNECTION LIMIT 1");
        await Database.AdministerAsync($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{PostgresServer.User}'");
        var threads = Enumerable.Range(0, 10).Select(i => World.MentionBot(General, Ada, $"my name is Ada {i}")).ToList();
        await Server.WaitForHealthAsync("it says so", health => health.Status == "degraded");
        await Database.AdministerAsync($"ALTER ROLE {PostgresServer.User} CONNECTION LIMIT -1");

        foreach (var thread in threads)
            await World.WaitForReplyAsync(General, thread, message => message.Text.Length > 0, TimeSpan.FromSeconds(60));
        await Server.WaitUntilIdleAsync();
        Assert.All(threads, thread => Assert.Single(Answers(General, thread)));
        await Server.WaitForHealthAsync("all is well", health => health.Status == "ok");
    }

    [Fact]
    [Trait("Req", "CX-5")]
    [Trait("Req", "RS-3")]
    public async Task A_database_that_takes_no_writes_any_more_is_named_and_all_goes_on_when_it_does_again()
    {
        await StartAsync(("DATABASE_URL", Database.Url), ("Agent:Kind", "Echo"));
        var said = Say(5);
        await AnswerAsync(General, said[^1].Thread, "echo");

        await Database.AdministerAsync($"ALTER ROLE {PostgresServer.User} SET default_transaction_read_only = on");
        await Database.AdministerAsync($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{PostgresServer.User}'");
        said.AddRange(Say(5));
        await Server.WaitForHealthAsync(
            "health says that it takes no writes", health => health.Status == "degraded" && health.Problems.Contains("takes no writes", StringComparison.Ordinal));

        // The connections that are open stay read-only: only who gives them up finds out that it is over.
        await Database.AdministerAsync($"ALTER ROLE {PostgresServer.User} RESET default_transaction_read_only");
        await AllAnsweredAsync(said);
    }

    [Fact]
    [Trait("Req", "CX-5")]
    [Trait("Req", "RS-3")]
    [Trait("Req", "XP-3")]
    public async Task A_standby_that_takes_the_place_of_a_primary_that_died_has_everything_that_was_acknowledged()
    {
        var standby = await Database.StartStandbyAsync();
        _databases.Add(standby);
        await StartAsync(
            ("DATABASE_URL", $"postgres://{PostgresServer.User}:{PostgresServer.Password}@127.0.0.1:{Database.Port},127.0.0.1:{standby.Port}/holdfast"), ("Agent:Kind", "Echo"));
        Slack.Interactions.Command(Ada, General, "/holdfast", "timer 8s tea");
        await World.WaitForEphemeralAsync(Ada, message => message.Text.Contains("tea", StringComparison.Ordinal));
        var said = Say(20);

        await Database.StopAsync("immediate");
        said.AddRange(Say(20));
        await standby.PromoteAsync();

        await AllAnsweredAsync(said);
        await World.WaitForMessageAsync(message => message.IsFromBot && message.Text.Contains('⏰'));
    }

    [Fact]
    [Trait("Req", "XP-3")]
    [Trait("Req", "TM-2")]
    [Trait("Req", "AS-2")]
    public async Task Workers_whose_clocks_are_two_hours_apart_keep_order_leases_and_timers()
    {
        const int Messages = 60;
        var early = await StartWithClockAsync(TimeSpan.FromHours(-1));
        var late = await StartWithClockAsync(TimeSpan.FromHours(1));
        var thread = World.MentionBot(General, Ada, "message 1.");
        for (var i = 2; i <= Messages; i++) World.MentionBot(General, Ada, $"message {i}.", thread);
        await World.WaitForMessagesAsync(message => message.IsFromBot && message.ThreadTs == thread, Messages);
        Assert.Equal(Enumerable.Range(1, Messages).Select(i => $"echo message {i}."), Answers(General, thread));

        var asked = DateTimeOffset.UtcNow;
        Slack.Interactions.Command(Ada, General, "/holdfast", "timer 4s tea");
        await World.WaitForMessageAsync(message => message.IsFromBot && message.Text.Contains('⏰'));
        Assert.InRange(DateTimeOffset.UtcNow - asked, TimeSpan.FromSeconds(4), TimeSpan.FromMinutes(2));

        // What one has in hand when it dies the other takes over when the lease has lapsed: not an hour later, and not at once.
        await late.Process.KillAsync();
        var next = Say(5);
        await AllAnsweredAsync(next, mayTell: "the clock is ");
        await early.WaitForOutputAsync("This machine's clock is 3600 s behind the database's");
        await late.WaitForOutputAsync("This machine's clock is 3600 s ahead of the database's");
        Assert.Single(World.Messages(General), message => message.IsFromBot && message.Text.Contains('⏰'));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    [Trait("Req", "XP-3")]
    [Trait("Req", "CX-11")]
    public async Task A_worker_whose_clock_steps_an_hour_in_the_middle_puts_no_message_to_sleep(int hours)
    {
        using var folder = new TemporaryFolder();
        var clock = Path.Combine(folder.Path, "clock");
        await File.WriteAllTextAsync(clock, "+0");
        await StartWithClockAsync(("FAKETIME_TIMESTAMP_FILE", clock), ("FAKETIME_NO_CACHE", "1"));
        await AllAnsweredAsync(Say(1));

        // Replaced in one step: the process reads it at every look at the clock.
        await File.WriteAllTextAsync(clock + ".new", hours.ToString("+0;-0", CultureInfo.InvariantCulture) + "h");
        File.Move(clock + ".new", clock, overwrite: true);
        await AllAnsweredAsync(Say(5), mayTell: "the clock is ");
    }

    private Task<HoldfastUnderTest> StartWithClockAsync(TimeSpan apart) =>
        StartWithClockAsync(("FAKETIME", apart.TotalSeconds.ToString("+0;-0", CultureInfo.InvariantCulture)));

    private async Task<HoldfastUnderTest> StartWithClockAsync(params IEnumerable<(string Key, string Value)> clock)
    {
        var library = Directory.Exists("/usr/lib")
            ? Directory.EnumerateDirectories("/usr/lib", "*-linux-gnu").Select(folder => Path.Combine(folder, "faketime", "libfaketimeMT.so.1")).FirstOrDefault(File.Exists)
            : null;
        if (library is null) Assert.Skip("libfaketime is not installed (Debian: apt-get install libfaketime).");
        var server = Prepare(
        [
            ("DATABASE_URL", Database.Url),
            ("Agent:Kind", "Echo"),
            ("Slack:Connections", "1"),
            ("LD_PRELOAD", library),
            ("FAKETIME_DONT_FAKE_MONOTONIC", "1"),
            .. clock,
        ]);
        await server.LaunchAsync();
        await server.WaitUntilReadyAsync();
        return server;
    }

    private List<(string Thread, string Text)> Say(int count, string more = "") =>
        [.. Enumerable.Range(0, count).Select(i => $"number {i} {more}".TrimEnd()).Select(text => (World.MentionBot(General, Ada, text), text))];

    /// <param name="said">What must be answered.</param>
    /// <param name="mayTell">How a problem begins that health may tell of, once it has noticed; null for none.</param>
    private async Task AllAnsweredAsync(List<(string Thread, string Text)> said, string? mayTell = null)
    {
        await Server.WaitUntilIdleAsync(TimeSpan.FromSeconds(90));
        Assert.All(said, one => Assert.Equal([$"echo {one.Text}"], Answers(General, one.Thread)));
        await Server.WaitForHealthAsync("all is well", health => health.DeadLetters == 0
            && (health.Status == "ok" || mayTell is not null && health.Problems.StartsWith(mayTell, StringComparison.Ordinal) && !health.Problems.Contains("; ", StringComparison.Ordinal)));
        Assert.Equal(1, Server.Process.State.Starts);
    }
}
