using Holdfast.Deliveries;
using Holdfast.Home;
using Holdfast.Interactions;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Slack;
using Holdfast.Slack.BlockKit;
using Holdfast.Storage;
using Holdfast.Tests.Admission;
using Holdfast.Tests.Interactions;
using Holdfast.Tests.Workspaces;
using Holdfast.Workspaces;
using Holdfast.Welcome;
using Holdfast.Operators;
using Microsoft.Extensions.Options;

namespace Holdfast.Tests.Home;

[Trait("Req", "XP-11")]
public sealed class HomeTabTests
{
    private static readonly TeamId Team = new("T1");
    private static readonly UserId Ada = new("U1");

    [Fact]
    public async Task Sections_stand_one_below_the_other_and_one_that_fails_takes_none_with_it()
    {
        var logs = new RecordedLogs<HomeTab>();
        var view = await PublishAsync(logs, new Section("first"), new Broken(), new Section("last"));
        Assert.Matches("first.*can(\\u0027|')t be shown.*last", view);
        Assert.Contains("Broken", Assert.Single(logs.Lines).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", view, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_no_view_can_hold_is_left_out_at_the_end()
    {
        var view = await PublishAsync(new RecordedLogs<HomeTab>(), new Section([.. Enumerable.Range(0, 150).Select(i => $"line {i};")]));
        Assert.Contains("line 96;", view, StringComparison.Ordinal);
        Assert.DoesNotContain("line 97;", view, StringComparison.Ordinal);
    }

    private static async Task<string> PublishAsync(RecordedLogs<HomeTab> logs, params IHomeSection[] sections)
    {
        await using var bench = await ClickBench.StartAsync();
        bench.Slack.Answer("views.publish", """{"ok":true}""");
        var workspaces = new TestWorkspaces(bench.Slack.Client);
        workspaces.SignedIn(new BotIdentity(Team, new UserId("U0"), Bot: null));
        var tab = new HomeTab(
            sections, new FirstContact(bench.Memory, Options.Create(new WelcomeOptions()), bench.Clock), new HomeNews(bench.Memory, bench.Clock),
            new OperatorList(workspaces, Options.Create(new OperatorOptions())), workspaces, OpenAdmission.Everybody, new RateGate(bench.Clock), bench.Meters.Metrics, bench.Clock, logs);
        await bench.Memory.AppendAsync([HomeItems.Refresh(Team, Ada, bench.Clock, traceParent: null)], CancellationToken.None);
        var claim = Assert.Single(await bench.Memory.ClaimAsync(LaneQueue.Interactive, new WorkerId("w"), 1, TimeSpan.FromMinutes(1), PlaceShares.Unlimited, CancellationToken.None));

        var ended = await tab.HandleAsync(new LaneWork(claim, bench.Memory), CancellationToken.None);

        Assert.IsType<ItemOutcome.Done>(ended.Outcome);
        return Assert.Single(bench.Slack.Calls, call => call.Method == "views.publish").Body;
    }

    private sealed class Section(params string[] lines) : IHomeSection
    {
        public ValueTask<IReadOnlyList<Block>> ShowAsync(HomeViewer viewer, CancellationToken cancellationToken) =>
            ValueTask.FromResult<IReadOnlyList<Block>>([.. lines.Select(line => new SectionBlock { Text = TextObject.Plain(line) })]);
    }

    private sealed class Broken : IHomeSection
    {
        public ValueTask<IReadOnlyList<Block>> ShowAsync(HomeViewer viewer, CancellationToken cancellationToken) => throw new FormatException("hunter2");
    }
}
