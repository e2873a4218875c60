using System.Text.Json;
using Holdfast.Answers.Mentions;
using Holdfast.Conversations;
using Holdfast.Deliveries;
using Holdfast.Diagnostics;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Records;
using Holdfast.Runs;
using Holdfast.Sessions;
using Holdfast.Slack;
using Holdfast.Storage;
using Holdfast.Testing;
using Holdfast.Testing.Storage;
using Holdfast.Tests.Deliveries;
using Holdfast.Tests.Workspaces;
using Holdfast.Workspaces;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Holdfast.Tests.Runs;

public sealed class ThinkingStatusTests
{
    private const string SetStatus = "assistant.threads.setStatus";

    private readonly FakeClock _clock = new();

    /// <summary>Whoever took the work over may have answered by then, and nothing would take the status away.</summary>
    [Fact]
    [Trait("Req", "XP-3")]
    public async Task Nobody_is_shown_as_thinking_whose_run_is_over_or_may_be_anothers_before_the_call_is()
    {
        await using var slack = await FakeSlack.StartAsync();
        slack.Answer(SetStatus, """{"ok":true}""");
        using var meters = new TestMeters();
        await using var store = new InMemoryStore(_clock);
        await store.AppendAsync([_clock.Item("T1/C1/1700000000.000100", "")], CancellationToken.None);
        var claim = Assert.Single(await store.ClaimAsync(LaneQueue.Inbound, new WorkerId("w"), 1, TimeSpan.FromSeconds(30), CancellationToken.None));
        var options = new SlackOptions();
        var workspaces = TestWorkspaces.One(slack.Client);
        var refusals = new SessionRefusals(_clock);
        refusals.Add("T1", new SlackException("agents.sessions.setStatus", "feature_disabled"));
        var sign = new SessionSign(
            new LiveSessions(refusals, _clock.GetUtcNow, options, _clock), refusals, workspaces, new RateGate(_clock), store, meters.Metrics, NullLogger<SessionSign>.Instance);
        using var status = new ThinkingStatus(
            workspaces, sign, store, Options.Create(options), new LoopHealth(), meters.Metrics, _clock, NullLogger<ThinkingStatus>.Instance);

        await status.StartedAsync(Run("1700000000.000100", options.RequestTimeout - TimeSpan.FromTicks(1)), CancellationToken.None);
        await status.StartedAsync(Run("1700000001.000100", options.RequestTimeout), new CancellationToken(canceled: true));
        await status.StartedAsync(Run("1700000002.000100", options.RequestTimeout), CancellationToken.None);
        await status.StartAsync(CancellationToken.None);
        await slack.Called.AtLeastAsync(1);
        await status.StopAsync(CancellationToken.None);
        Assert.Equal(["1700000002.000100"], slack.Calls.Select(call => JsonDocument.Parse(call.Body).RootElement.GetProperty("thread_ts").GetString()));

        WatchedRun Run(string thread, TimeSpan left) => new(
            claim.Item.Id, ConversationId.Parse($"T1/C1/{thread}"), "U1", new MessageContent("hi"), notice: null, new LaneHold(claim, _clock.GetMonotonic() + left, _clock),
            () => MentionScope.None, _clock);
    }
}
