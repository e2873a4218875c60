using Holdfast.Simulator.Faults;
using Holdfast.Simulator.Tests.Support;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator.Tests.Bolt;

[Trait("Req", "XP-1")]
public sealed class BoltJsTests
{
    [Fact]
    public async Task Slacks_own_sdk_connects_acknowledges_and_answers_in_the_thread()
    {
        await using var simulator = await SlackSimulator.StartAsync();
        await using var bolt = await BoltApp.StartAsync(simulator);
        var world = simulator.World;

        var ts = world.MentionBot(world.General.Id, world.Ada.Id, "ahoy & <https://example.com|link>");
        var reply = await world.WaitForReplyAsync(world.General.Id, ts);
        var envelope = await simulator.Sockets.WaitForEnvelopeAsync(record => record.EventType == "app_mention" && record.AckedAt is not null);

        Assert.Equal("echo ahoy & <https://example.com|link>", reply.Text);
        Assert.Single(envelope.Deliveries);
        Assert.Equal(0, envelope.Deliveries[0].RetryAttempt);
    }

    [Fact]
    public async Task A_direct_message_is_answered_and_the_bots_own_post_starts_no_loop()
    {
        await using var simulator = await SlackSimulator.StartAsync();
        await using var bolt = await BoltApp.StartAsync(simulator);
        var world = simulator.World;
        var direct = world.OpenDirectMessage(world.Ada.Id);

        world.PostAsUser(direct.Id, world.Ada.Id, "ping");
        await world.WaitForMessageAsync(message => message.Channel == direct.Id && message.Text == "pong");
        await simulator.Sockets.WaitForEnvelopeAsync(record => record.EventType == "message" && record.Deliveries.Count == 1 && record.AckedAt is not null
            && record.MessageTs == world.Messages(direct.Id)[^1].Ts);

        Assert.Equal(2, world.Messages(direct.Id).Count);
    }

    [Fact]
    public async Task After_a_refresh_it_comes_back_and_what_was_said_meanwhile_is_answered()
    {
        await using var simulator = await SlackSimulator.StartAsync();
        await using var bolt = await BoltApp.StartAsync(simulator);
        var world = simulator.World;

        var gone = simulator.Sockets.WaitForMomentAsync(moment => moment is { What: "closed", Open: 0 });
        simulator.Sockets.Refresh();
        await gone;
        var ts = world.MentionBot(world.General.Id, world.Ada.Id, "are you there?");
        var reply = await world.WaitForReplyAsync(world.General.Id, ts);

        Assert.Equal("echo are you there?", reply.Text);
    }

    [Fact]
    public async Task What_a_killed_bot_had_not_acknowledged_is_brought_to_its_successor()
    {
        await using var simulator = await SlackSimulator.StartAsync();
        await using var bolt = await BoltApp.StartAsync(simulator);
        var world = simulator.World;

        await bolt.KillAsync();
        var ts = world.MentionBot(world.General.Id, world.Ada.Id, "anyone?");
        await bolt.StartAgainAsync();
        var reply = await world.WaitForReplyAsync(world.General.Id, ts);

        Assert.Equal("echo anyone?", reply.Text);
    }

    [Fact]
    public async Task A_rate_limit_is_obeyed_and_a_lost_answer_makes_it_post_twice()
    {
        await using var simulator = await SlackSimulator.StartAsync();
        await using var bolt = await BoltApp.StartAsync(simulator);
        var world = simulator.World;

        simulator.Faults.Add(new Fault(FaultKind.RateLimited) { Method = "chat.postMessage", Times = 1, RetryAfter = 1 });
        var limited = world.MentionBot(world.General.Id, world.Ada.Id, "slowly");
        await world.WaitForReplyAsync(world.General.Id, limited);
        Assert.Equal("fault:RateLimited", simulator.Calls.Of("chat.postMessage")[0].Outcome);

        // Bolt retries a post whose answer was lost: a known weakness that the simulator must be able to show.
        simulator.Faults.Add(new Fault(FaultKind.LoseResponse) { Method = "chat.postMessage", Times = 1 });
        var lost = world.MentionBot(world.General.Id, world.Ada.Id, "twice");
        var both = await world.WaitForMessagesAsync(message => message.IsFromBot && message.ThreadTs == lost, count: 2);
        Assert.All(both, reply => Assert.Equal("echo twice", reply.Text));
    }

    [Fact]
    public async Task Its_helper_uploads_files_into_a_thread()
    {
        await using var simulator = await SlackSimulator.StartAsync();
        await using var bolt = await BoltApp.StartAsync(simulator);
        var world = simulator.World;
        var direct = world.OpenDirectMessage(world.Ada.Id);

        var asked = world.PostAsUser(direct.Id, world.Ada.Id, "upload");
        var shared = await world.WaitForReplyAsync(direct.Id, asked);

        Assert.Equal("both tables", shared.Text);
        Assert.Equal([("tide.txt", "Tides", 12L), ("wind ñ.bin", "wind ñ.bin", 5L)], shared.Files.Select(file => (file.Name, file.Title, file.Size)));
        Assert.Equal("high at six\n"u8.ToArray(), world.FileBytes(shared.Files[0].Id).ToArray());
        Assert.Equal([0, 1, 2, 254, 255], world.FileBytes(shared.Files[1].Id).ToArray());
        Assert.Equal("wind", shared.Files[1].AltText);
    }

    [Fact]
    public async Task It_asks_what_a_shared_file_is_and_fetches_it()
    {
        await using var simulator = await SlackSimulator.StartAsync();
        await using var bolt = await BoltApp.StartAsync(simulator);
        var world = simulator.World;
        var direct = world.OpenDirectMessage(world.Ada.Id);

        var ts = world.PostFilesAsUser(
            direct.Id, world.Ada.Id, "", [new UserFile("bay.png", SamplePictures.Png(64, 48)), new UserFile("log.txt", "calm"u8.ToArray())]);
        var reply = await world.WaitForReplyAsync(direct.Id, ts);

        var size = world.FileBytes(world.Files[0].Id).Length;
        Assert.Equal($"bay.png: image/png of {size} bytes, 64 × 48\nlog.txt: text/plain of 4 bytes, ? × ?", reply.Text);
    }

    [Fact]
    public async Task It_gathers_people_and_hears_which_scope_it_lacks()
    {
        await using var simulator = await SlackSimulator.StartAsync();
        await using var bolt = await BoltApp.StartAsync(simulator);
        var world = simulator.World;
        var direct = world.OpenDirectMessage(world.Ada.Id);

        world.PostAsUser(direct.Id, world.Ada.Id, "gather");
        await world.WaitForMessageAsync(message => message.Channel == direct.Id && message.Text == "Ada Lovelace, Grace Hopper, Holdfast in 1");
        simulator.BotScopes = [.. simulator.BotScopes.Except(["mpim:history"])];
        world.PostAsUser(direct.Id, world.Ada.Id, "gather");
        await world.WaitForMessageAsync(message => message.Channel == direct.Id && message.Text == "missing_scope mpim:history");
    }
}
