using System.Net.Sockets;
using System.Text;
using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Simulator.Faults;
using Holdfast.Testing;

namespace Holdfast.EndToEnd.Tests;

/// <summary>systemd is told what it needs to know of a service of <c>Type=notify</c> with a watchdog.</summary>
[Trait("Req", "RS-21")]
public sealed class ServiceManagerTests : EndToEndTest
{
    [Fact]
    public async Task A_service_says_when_it_can_work_that_it_is_not_stuck_and_when_it_stops()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "notify");
        using var manager = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        manager.Bind(new UnixDomainSocketEndPoint(path));
        Slack.Faults.Add(new Fault(FaultKind.ServerError) { Method = "auth.test", Times = 2 });
        var server = Prepare(("NOTIFY_SOCKET", path), ("WATCHDOG_USEC", "300000"), ("Agent:Kind", "Echo"));
        await server.LaunchAsync();

        // Not before it can: whoever waits for the service finds it at work.
        var told = await HearAsync(manager, "READY=1");
        Assert.Contains(told[..^1], state => state.StartsWith("STATUS=starting: ", StringComparison.Ordinal) && state.Contains("EXTEND_TIMEOUT_USEC=30000000", StringComparison.Ordinal));
        Assert.Equal(System.Net.HttpStatusCode.OK, (await server.ReadyAsync()).Code);
        await HearAsync(manager, "WATCHDOG=1");
        await HearAsync(manager, "WATCHDOG=1");

        Assert.Equal(0, await server.StopAsync());
        await HearAsync(manager, "STOPPING=1");
    }

    [Fact]
    public async Task A_socket_that_is_gone_costs_a_line_in_the_log_and_nothing_else()
    {
        await StartAsync(("NOTIFY_SOCKET", "/nowhere/notify"), ("Agent:Kind", "Echo"));

        await AnswerAsync(General, World.MentionBot(General, Ada, "hello"), "echo hello");

        await Server.WaitForOutputAsync("systemd could not be told how the server stands");
    }

    /// <summary>Takes in what was told, up to the first that begins with a text.</summary>
    private static async Task<List<string>> HearAsync(Socket manager, string text)
    {
        var told = new List<string>();
        var buffer = new byte[4096];
        using var patience = new CancellationTokenSource(Eventually.Patience);
        while (told.Count == 0 || !told[^1].StartsWith(text, StringComparison.Ordinal))
            told.Add(Encoding.UTF8.GetString(buffer, 0, await manager.ReceiveAsync(buffer, patience.Token)));
        return told;
    }
}
