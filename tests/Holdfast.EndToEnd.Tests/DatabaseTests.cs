using System.Diagnostics;
using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Simulator;
using Holdfast.Simulator.World;
using Holdfast.Testing.Servers;

namespace Holdfast.EndToEnd.Tests;

/// <summary>A database that cannot be used says so at once; one that can takes everything over.</summary>
public sealed class DatabaseTests(SharedDatabase shared) : EndToEndTest
{
    private const int Misconfigured = 78;
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(30);

    private protected override SimulatorOptions Options => Impatient;

    private PostgresServer _database = null!;
    private (string Key, string Value)[] _settings = [];

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _database = await shared.GetAsync();
        _settings = await shared.NewSettingsAsync();
    }

    [Theory]
    [InlineData("postgres://holdfast:wrong@127.0.0.1:{port}/holdfast", "refuses the user or the password")]
    [InlineData("postgres://holdfast:{password}@127.0.0.1:{port}/elsewhere", "no database of that name")]
    [InlineData("postgres://holdfast:{password}@127.0.0.1:1/holdfast", "nothing listens there")]
    [InlineData("postgres://holdfast:{password}@no-such-host.invalid:{port}/holdfast", "name is not known")]
    [InlineData("postgres://holdfast:{password}@127.0.0.1:{port}/holdfast?sslmode=require", "it does not speak TLS")]
    [InlineData("postgres://holdfast:{password}@127.0.0.1:{port}/holdfast?sslmode=verify-full&sslrootcert=/nowhere/ca.pem", "sslrootcert names /nowhere/ca.pem")]
    [InlineData("postgres://holdfast:{password}@10.255.255.1:5432/holdfast", "")]
    [InlineData("mysql://holdfast:{password}@127.0.0.1/holdfast", "begins with \"mysql://\"")]
    [Trait("Req", "CX-4")]
    [Trait("Req", "CX-7")]
    public async Task A_database_that_cannot_be_used_stops_the_start_and_is_named_without_its_password(string url, string because)
    {
        var server = Prepare(("DATABASE_URL", url.Replace("{port}", $"{_database.Port}", StringComparison.Ordinal).Replace("{password}", PostgresServer.Password, StringComparison.Ordinal)));
        var since = Stopwatch.GetTimestamp();

        var code = await server.RunToEndAsync(AtOnce);

        Assert.Equal(Misconfigured, code);
        Assert.True(Stopwatch.GetElapsedTime(since) < AtOnce);
        Assert.DoesNotContain("Unhandled exception", server.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", server.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("lower sslmode", server.Output, StringComparison.Ordinal);
        Assert.Contains(
            server.Output.Split('\n'), line => line.StartsWith("holdfast: ", StringComparison.Ordinal) && line.Contains(because, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("postgres://holdfast:{password}@[::1]:{port}/holdfast")]
    [InlineData("postgresql://holdfast@{socket}:{port}/holdfast")]
    [InlineData("postgres://holdfast:{password}@127.0.0.1:1,127.0.0.1:{port}/holdfast")]
    [Trait("Req", "XP-3")]
    public async Task Every_form_of_address_leads_to_it(string url)
    {
        await StartAsync([.. _settings, ("Agent:Kind", "Echo"), ("DATABASE_URL", url
            .Replace("{port}", $"{_database.Port}", StringComparison.Ordinal)
            .Replace("{socket}", Uri.EscapeDataString(_database.SocketFolder), StringComparison.Ordinal)
            .Replace("{password}", PostgresServer.Password, StringComparison.Ordinal))]);
        var thread = World.MentionBot(General, Ada, "hello");
        await AnswerAsync(General, thread, "hello");
    }

    [Fact]
    [Trait("Req", "CX-4")]
    public async Task A_database_of_a_newer_version_is_left_alone()
    {
        var server = await StartAsync(_settings);
        await server.StopAsync();
        await _database.AdministerAsync($"UPDATE {_settings[1].Value}.fact SET value = '99' WHERE name = 'schema'");

        Assert.Equal(Misconfigured, await server.RunToEndAsync(AtOnce));
        Assert.Contains("newer Holdfast (schema 99", server.Output, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "RS-14")]
    [Trait("Req", "XP-3")]
    public async Task What_the_embedded_store_keeps_is_taken_over_and_goes_on()
    {
        var embedded = await StartAsync();
        var thread = World.MentionBot(General, Ada, "my name is Ada");
        await World.WaitForReplyAsync(General, thread, message => message.Text.Length > 0);
        Slack.Interactions.Command(Ada, General, "/holdfast", "timer 1h tea");
        await World.WaitForEphemeralAsync(Ada, message => message.Text.Contains("tea", StringComparison.Ordinal));
        await embedded.StopAsync();
        var workers = Prepare([.. _settings, ("Storage:Path", embedded.DataFolder)]);

        var (code, output) = await workers.RunVerbAsync("storage", "copy");
        Assert.True(code == 0, output);
        Assert.Contains("copied", output, StringComparison.Ordinal);
        Assert.NotEqual(0, (await workers.RunVerbAsync("storage", "copy")).Code);
        await workers.StartAsync();
        World.MentionBot(General, Ada, "what is my name?", thread);
        await AnswerAsync(General, thread, "Ada");
        await workers.WaitForHealthAsync("the timer waits", health => health.Timers == 1);
    }
}
