using Holdfast.EndToEnd.Tests.Support;

namespace Holdfast.EndToEnd.Tests;

/// <summary>What is wrong from the start ends at once, with exit code 78 and words that say what to do.</summary>
public sealed class ConfigurationTests : EndToEndTest
{
    private const int Misconfigured = 78;

    private static readonly TimeSpan AtOnce = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData("SLACK_BOT_TOKEN", "xoxb-1-2-thisOneWasNeverGiven")]
    [InlineData("SLACK_APP_TOKEN", "xapp-1-A1-2-thisonewasnevergiven")]
    [InlineData("SLACK_BOT_TOKEN", "")]
    [InlineData("SLACK_APP_TOKEN", "")]
    [InlineData("OPENAI_API_KEY", "")]
    [Trait("Req", "CX-7")]
    [Trait("Req", "CX-8")]
    public async Task A_token_that_is_missing_or_refused_stops_the_start_and_is_named_but_not_shown(string variable, string value)
    {
        var server = Prepare((variable, value));

        var code = await server.RunToEndAsync(AtOnce);

        Assert.Equal(Misconfigured, code);
        Assert.DoesNotContain("Unhandled exception", server.Output, StringComparison.Ordinal);
        Assert.Contains(
            server.Output.Split('\n'), line => line.StartsWith("holdfast: ", StringComparison.Ordinal) && line.Contains(variable, StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Req", "CX-8")]
    public async Task Everything_that_is_wrong_is_listed_at_once_with_the_nearest_known_key()
    {
        var server = Prepare(
            ("Agent:Knd", "Echo"), ("Slakc:Connections", "2"), ("Runs:Concurrency", "many"), ("Slack:Connections", "11"),
            ("Runs:Timeout", "soon"), ("Agent:Kind", "Parrot"), ("Health:Address", "everywhere"), ("Slack:ApiUrl", "slack"), ("OpenAI:Api", "Responces"), ("Agent:InputPrice", "cheap"));

        var code = await server.RunToEndAsync(AtOnce);

        Assert.Equal(Misconfigured, code);
        Assert.All(
            (string[])
            [
                "Agent:Knd is not known. Did you mean Agent:Kind?", "Slakc is not known. Did you mean Slack?", "Runs:Concurrency must be a whole number",
                "Slack:Connections", "(from HOLDFAST_Slack__Connections)", "Runs:Timeout must be a duration", "Agent:Kind must be one of Chat, Echo, External", "Health:Address", "Slack:ApiUrl must be an absolute URL",
                "OpenAI:Api must be one of ChatCompletions, Responses, not 'Responces'", "Agent:InputPrice must be a number",
            ],
            problem => Assert.Contains(problem, server.Output, StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Req", "RS-25")]
    public async Task What_Kubernetes_an_image_and_a_template_leave_in_the_environment_is_no_configuration()
    {
        await StartAsync(
            ("Agent:Kind", "Echo"), ("HOLDFAST_SERVICE_HOST", "10.0.0.1"), ("HOLDFAST_SERVICE_PORT", "8093"), ("HOLDFAST_SERVICE_PORT_HTTP", "8093"), ("HOLDFAST_PORT", "tcp://10.0.0.1:8093"),
            ("HOLDFAST_PORT_8093_TCP", "tcp://10.0.0.1:8093"), ("HOLDFAST_PORT_8093_TCP_PROTO", "tcp"), ("HOLDFAST_PORT_8093_TCP_PORT", "8093"), ("HOLDFAST_PORT_8093_TCP_ADDR", "10.0.0.1"),
            ("HOLDFAST_REDIS_SERVICE_HOST", "10.0.0.2"), ("HOLDFAST_REDIS_PORT", "tcp://10.0.0.2:6379"), ("HOLDFAST_HOME", "/opt/holdfast"), ("HOLDFAST_VERSION", "1"),
            ("Redis:Url", ""), ("Database:Url", ""), ("Runs:Concurrency", ""), ("Notifications:SlackChannel", ""), ("DATABASE_URL", ""), ("REDIS_URL", ""));

        var thread = World.MentionBot(General, Ada, "hello");
        await AnswerAsync(General, thread, "echo hello");
        var (_, output) = await Server.RunVerbAsync("doctor");
        Assert.Matches("ok +configuration", output);
    }

    [Theory]
    [InlineData("postgres://ada:12?zqSecret@127.0.0.1:1/holdfast", "redis://:zqSecret@127.0.0.1:1", "nothing listens there")]
    [InlineData("postgres://ada:zqSecret@127.0.0.1:1/holdfast?zqSecret=1", "redis://:12?zqSecret", "Database:Url has a parameter that is not known, number 1")]
    [InlineData("host=db user=ada password=a zqSecret", "127.0.0.1:1,password=a,zqSecret,ssl=True", "Redis:Url (REDIS_URL) has a part behind its options that is none")]
    [Trait("Req", "RS-25")]
    [Trait("Req", "CX-7")]
    public async Task An_address_that_is_wrong_shows_nothing_of_its_password_at_the_start_or_to_the_doctor(string database, string redis, string because)
    {
        var server = Prepare(("DATABASE_URL", database), ("REDIS_URL", redis));

        Assert.Equal(Misconfigured, await server.RunToEndAsync());
        var (code, output) = await server.RunVerbAsync("doctor");

        Assert.Equal(1, code);
        Assert.All((string[])[server.Output, output], text =>
        {
            Assert.Contains(because, text, StringComparison.Ordinal);
            Assert.DoesNotContain("zqSecret", text, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("/dev/null/x")]
    [InlineData("/proc/holdfast")]
    [Trait("Req", "CX-4")]
    public async Task A_data_folder_that_cannot_be_written_stops_the_start_and_is_named(string folder)
    {
        var server = Prepare(("Storage:Path", folder));

        var code = await server.RunToEndAsync(AtOnce);

        Assert.Equal(Misconfigured, code);
        Assert.Contains(folder, server.Output, StringComparison.Ordinal);
        Assert.Contains("Storage:Path", server.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", server.Output, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "XP-12")]
    public async Task On_a_machine_without_OpenSSL_it_says_what_to_install_instead_of_being_killed_at_its_first_connection()
    {
        using var mounts = OwnMounts.WithoutOpenSsl();
        var server = Keep(mounts.Prepare(Slack, ("Agent:Kind", "Echo")));

        Assert.Equal(Misconfigured, await server.RunToEndAsync());
        Assert.Contains("Install the packages openssl and ca-certificates.", server.Output, StringComparison.Ordinal);
        Assert.Equal(Misconfigured, (await server.RunVerbAsync("doctor")).Code);
    }

    [Fact]
    [Trait("Req", "SE-3")]
    public async Task What_is_in_the_data_folder_is_for_the_servers_user_alone_whatever_the_umask()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("Modes are asked of Linux.");
            return;
        }

        // In the server's process alone: in ours it would count for what other tests make at this moment.
        using var scripts = new Testing.TemporaryFolder();
        var script = Path.Combine(scripts.Path, "holdfast");
        await File.WriteAllTextAsync(script, $"#!/bin/sh\numask 0\nexec '{HoldfastUnderTest.Executable()}' \"$@\"\n", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var server = Keep(new HoldfastUnderTest(script, Slack, ("Agent:Kind", "Echo")));
        Directory.CreateDirectory(server.DataFolder, (UnixFileMode)493);
        await server.StartAsync();
        Assert.Equal(
            (string[])["holdfast.db", "holdfast.db-shm", "holdfast.db-wal", "holdfast.lock", "holdfast.sock"],
            Directory.EnumerateFileSystemEntries(server.DataFolder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.All(
            Directory.EnumerateFileSystemEntries(server.DataFolder),
            file => Assert.Equal((file, UnixFileMode.UserRead | UnixFileMode.UserWrite), (file, OperatingSystem.IsLinux() ? File.GetUnixFileMode(file) : default)));
        Assert.Equal(0, (await server.RunVerbAsync("pause")).Code);
        await server.StopAsync();

        File.SetUnixFileMode(server.DataFolder, (UnixFileMode)511);
        Assert.Equal(Misconfigured, await server.RunToEndAsync());
        Assert.Contains("chmod o-w", server.Output, StringComparison.Ordinal);
        Assert.Matches("FAIL +database .*everybody", (await server.RunVerbAsync("doctor")).Output);
    }

    [Fact]
    [Trait("Req", "CX-4")]
    public async Task A_second_server_on_the_same_data_folder_is_refused_and_the_first_goes_on()
    {
        var first = await StartAsync(("Agent:Kind", "Echo"));
        var second = Prepare(("Agent:Kind", "Echo"), ("Storage:Path", first.DataFolder));

        var code = await second.RunToEndAsync(AtOnce);

        Assert.Equal(Misconfigured, code);
        Assert.Contains(first.DataFolder, second.Output, StringComparison.Ordinal);
        var thread = World.MentionBot(General, Ada, "still you?");
        await AnswerAsync(General, thread, "echo still you?");
        await first.WaitUntilIdleAsync();
        Assert.Single(Answers(General, thread));
    }

    [Fact]
    [Trait("Req", "CX-8")]
    [Trait("Req", "RS-8")]
    public async Task A_port_that_is_taken_stops_the_start_with_the_remedy()
    {
        var first = await StartAsync(("Agent:Kind", "Echo"));
        var second = Prepare(("Agent:Kind", "Echo"), ("Health:Port", first.Port.ToString()));

        var code = await second.RunToEndAsync(AtOnce);

        Assert.Equal(Misconfigured, code);
        Assert.Contains("Health:Port", second.Output, StringComparison.Ordinal);
        Assert.Contains(first.Port.ToString(), second.Output, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "RS-1")]
    public async Task A_Slack_that_cannot_be_reached_yet_is_no_mistake_and_is_waited_for()
    {
        using var refusing = Slack.Faults.Add(new Simulator.Faults.Fault(Simulator.Faults.FaultKind.ServerError));
        var server = Prepare(("Agent:Kind", "Echo"));
        await server.LaunchAsync();
        await Eventually.SeeAsync("three attempts to sign in", () => Slack.Calls.Count("auth.test") >= 3, () => $"{Slack.Calls.Count("auth.test")}");

        refusing.Dispose();
        await Slack.Sockets.WaitForOpenAsync(2);

        var thread = World.MentionBot(General, Ada, "hello");
        await AnswerAsync(General, thread, "echo hello");
    }
}
