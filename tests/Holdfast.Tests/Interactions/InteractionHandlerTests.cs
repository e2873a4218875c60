using System.Text;
using Holdfast.Admission;
using Holdfast.Deliveries;
using Holdfast.Inbound;
using Holdfast.Interactions;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Storage;
using Holdfast.Tests.Admission;
using Microsoft.Extensions.Logging.Abstractions;

namespace Holdfast.Tests.Interactions;

public sealed class InteractionHandlerTests : IAsyncLifetime
{
    private ClickBench _bench = null!;
    private InteractionHandler _handler = null!;

    public async ValueTask InitializeAsync()
    {
        _bench = await ClickBench.StartAsync();
        _handler = new InteractionHandler(
            [new Everything()], [], _bench.Store, new MessageComposer(_bench.Clock), _bench.Receipts, _bench.Responder, _bench.Workspaces, OpenAdmission.Everybody, _bench.Clock, NullLogger<InteractionHandler>.Instance);
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    /// <summary>The app may have been taken out of it since.</summary>
    [Theory]
    [InlineData("T1", false)]
    [InlineData("T9", true)]
    [Trait("Req", "SE-5")]
    public async Task What_waits_for_another_workspace_does_nothing(string team, bool isIgnored)
    {
        var click = await _bench.WorkAsync(InteractionKinds.Interactive, ClickBench.Payload("a", "v", $$$"""{"team":{"id":"{{{team}}}"}}"""));
        var command = await _bench.WorkAsync(
            InteractionKinds.SlashCommand, Encoding.UTF8.GetBytes($$"""{"command":"/holdfast","text":"pause","team_id":"{{team}}","user_id":"U1","channel_id":"C1"}"""));
        foreach (var work in (LaneWork[])[click, command])
        {
            var transition = await _bench.KeepAsync(_handler.HandleAsync(work, CancellationToken.None).AsTask());
            Assert.Equal(isIgnored ? ItemOutcome.Ignored("another workspace") : ItemOutcome.Answered, transition.Outcome);
        }

        Assert.Empty(_bench.Ephemerals);
    }

    [Fact]
    [Trait("Req", "RS-14")]
    [Trait("Req", "SE-1")]
    public async Task While_it_cannot_be_said_whether_somebody_may_their_click_waits_and_after_a_minute_they_are_told()
    {
        var handler = new InteractionHandler(
            [new Everything()], [], _bench.Store, new MessageComposer(_bench.Clock), _bench.Receipts, _bench.Responder, _bench.Workspaces, new Admissions([new Nobody()]), _bench.Clock,
            NullLogger<InteractionHandler>.Instance);
        var work = await _bench.WorkAsync(InteractionKinds.Interactive, ClickBench.Payload("a", "v"));

        var early = await handler.HandleAsync(work, CancellationToken.None);
        Assert.Equal(new ItemOutcome.Retry(TimeSpan.FromSeconds(7), "not known", CountsAsAttempt: false, InDoubt: false), early.Outcome);
        _bench.Clock.Advance(TimeSpan.FromSeconds(58));
        Assert.Equal(TimeSpan.FromSeconds(2), Assert.IsType<ItemOutcome.Retry>((await handler.HandleAsync(work, CancellationToken.None)).Outcome).Wait);
        Assert.Equal("One moment.", Assert.Single(_bench.Ephemerals));

        _bench.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(ItemOutcome.Ignored("not known"), (await _bench.KeepAsync(handler.HandleAsync(work, CancellationToken.None).AsTask())).Outcome);
        Assert.Equal("Please try again.", _bench.Ephemerals.Last());
    }

    private sealed class Nobody : IAdmission
    {
        public ValueTask<Verdict> AskAsync(Asking asking, CancellationToken cancellationToken) =>
            ValueTask.FromResult<Verdict>(new Verdict.Unknown("Please try again.", "not known", TimeSpan.FromSeconds(7)) { WhileWaiting = "One moment." });
    }

    private sealed class Everything : IActionHandler
    {
        public IReadOnlyCollection<string> Actions => ["a", InteractionKinds.SlashCommand];

        public ValueTask<Transition> HandleAsync(Interaction interaction, CancellationToken cancellationToken) => ValueTask.FromResult(interaction.Done());
    }
}
