using System.Diagnostics;
using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Simulator.Model;

namespace Holdfast.EndToEnd.Tests;

/// <summary>The server is asked to stop: what is under way is finished, what is not is kept.</summary>
public sealed class StopTests : EndToEndTest
{
    [Fact]
    [Trait("Req", "RS-15")]
    public async Task A_stop_under_load_lets_runs_finish_and_the_next_start_answers_the_rest_once()
    {
        Slack.Model.Latency = TimeSpan.FromSeconds(1);
        Slack.Model.Responder = (request, _) => ValueTask.FromResult(new ModelReply($"answer to {request.LastUserText}"));
        await StartAsync(("Runs:Concurrency", "40"));
        var said = new List<(string Thread, string Text)>();
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        Task<int>? stopping = null;
        for (var i = 0; i < 200; i++)
        {
            // Talk goes on while it stops.
            if (i == 120) stopping = Server.StopAsync();
            said.Add((World.MentionBot(General, Ada, $"number {i}."), $"answer to number {i}."));
            await pace.WaitForNextTickAsync();
        }

        var code = await stopping!;
        var cancelled = Slack.Model.Cancelled;
        var answeredBefore = said.Count(one => Answers(General, one.Thread).Count > 0);
        await Server.StartAsync();
        await Server.WaitUntilIdleAsync();

        Assert.Equal(0, code);
        Assert.Equal(0, cancelled);
        Assert.InRange(answeredBefore, 1, 199);
        Assert.All(said, one => Assert.Equal([one.Text], Answers(General, one.Thread)));
        Assert.Equal(said.Count, Slack.Model.Total);
    }

    [Fact]
    [Trait("Req", "RS-15")]
    public async Task A_run_that_outlives_the_patience_is_resumed_at_the_next_start()
    {
        Slack.Model.StallAll = true;
        await StartAsync(("Runs:StopPatience", "00:00:01"));
        var thread = World.MentionBot(General, Ada, "hello");
        await Slack.Model.WaitForCallAsync(_ => true);

        var since = Stopwatch.GetTimestamp();
        var code = await Server.StopAsync();
        var took = Stopwatch.GetElapsedTime(since);
        var saidMeanwhile = Answers(General, thread);
        Slack.Model.StallAll = false;
        await Server.StartAsync();

        await AnswerAsync(General, thread, "Hello");
        await Server.WaitUntilIdleAsync();
        Assert.Equal(0, code);
        Assert.InRange(took.TotalSeconds, 1, 60);
        Assert.Empty(saidMeanwhile);
        Assert.Single(Answers(General, thread));
    }

    [Fact]
    [Trait("Req", "RS-15")]
    public async Task An_idle_server_stops_at_once()
    {
        await StartAsync(("Agent:Kind", "Echo"), ("Runs:StopPatience", "00:02:00"));

        var since = Stopwatch.GetTimestamp();
        var code = await Server.StopAsync();

        Assert.Equal(0, code);
        Assert.True(Stopwatch.GetElapsedTime(since) < TimeSpan.FromMinutes(1), $"It took {Stopwatch.GetElapsedTime(since).TotalSeconds:0.0} s.");
    }

    [Fact]
    [Trait("Req", "RS-1")]
    [Trait("Req", "RS-3")]
    public async Task A_server_that_froze_and_thawed_goes_on_where_it_was()
    {
        await StartAsync(("Agent:Kind", "Echo"));
        Server.Signal(ProcessFacts.Stop);
        var said = Enumerable.Range(0, 20).Select(i => World.MentionBot(General, Ada, $"number {i}.")).ToList();
        await Eventually.SeeAsync("Slack sends again what is not acknowledged", () => Slack.Sockets.Counters.Redelivered >= 20, () => Slack.Sockets.Counters.ToString());

        Server.Signal(ProcessFacts.Continue);

        for (var i = 0; i < said.Count; i++) await AnswerAsync(General, said[i], $"echo number {i}.");
        await Server.WaitUntilIdleAsync();
        Assert.All(said, thread => Assert.Single(Answers(General, thread)));
    }
}
