using Holdfast.Lanes;

namespace Holdfast.Tests.Lanes;

[Trait("Req", "RS-17")]
public sealed class WorkGateTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public void Is_open_at_first_and_lets_everybody_through()
    {
        var gate = new WorkGate();
        Assert.Null(gate.ClosedBecause);
        Assert.True(gate.WaitAsync(CancellationToken.None).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Holds_everybody_until_it_opens_and_says_why()
    {
        var gate = new WorkGate();
        gate.Close("first");
        var waiting = Enumerable.Range(0, 5).Select(_ => gate.WaitAsync(CancellationToken.None)).ToList();
        gate.Close("second");
        waiting.Add(gate.WaitAsync(CancellationToken.None));
        Assert.Equal("second", gate.ClosedBecause);
        Assert.DoesNotContain(waiting, task => task.IsCompleted);

        gate.Open();
        await Task.WhenAll(waiting).WaitAsync(Patience, CancellationToken.None);
        Assert.Null(gate.ClosedBecause);
        gate.Close("again");
        Assert.False(gate.WaitAsync(CancellationToken.None).IsCompleted);
    }

    [Fact]
    public async Task A_wait_can_be_cancelled_and_leaves_the_gate_as_it_is()
    {
        var gate = new WorkGate();
        gate.Close("paused");
        using var impatient = new CancellationTokenSource();
        var waiting = gate.WaitAsync(impatient.Token);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(Patience, CancellationToken.None));
        Assert.Equal("paused", gate.ClosedBecause);
    }

    [Fact]
    public void What_fires_when_it_closes_is_another_one_after_an_opening()
    {
        var gate = new WorkGate();
        var first = gate.Closing;
        gate.Open();
        Assert.Equal(first, gate.Closing);
        gate.Close("paused");
        Assert.True(first.IsCancellationRequested);
        Assert.True(gate.Closing.IsCancellationRequested);
        gate.Close("paused again");
        gate.Open();
        Assert.False(gate.Closing.IsCancellationRequested);
        Assert.True(first.IsCancellationRequested);
    }

    [Fact]
    public void Opening_an_open_gate_changes_nothing()
    {
        var gate = new WorkGate();
        gate.Open();
        Assert.True(gate.WaitAsync(CancellationToken.None).IsCompletedSuccessfully);
    }

    [Fact]
    [Trait("Req", "SE-5")]
    public void Closed_for_one_workspace_it_is_open_for_the_others()
    {
        var gate = new WorkGate();
        gate.Close("T1", "first");
        gate.Close("T1", "paused");
        Assert.Equal(("paused", null, null), (gate.ReasonAgainst("T1"), gate.ReasonAgainst("T2"), gate.ReasonAgainst(team: null)));
        Assert.Equal(["T1"], gate.ClosedTeams.Keys);
        Assert.Null(gate.ClosedBecause);
        Assert.True(gate.WaitAsync(CancellationToken.None).IsCompletedSuccessfully);

        gate.Close("everything");
        Assert.Equal(("everything", "everything"), (gate.ReasonAgainst("T1"), gate.ReasonAgainst("T2")));
        gate.Open();
        Assert.Equal(("paused", null), (gate.ReasonAgainst("T1"), gate.ReasonAgainst("T2")));
        gate.Open("T1");
        Assert.Null(gate.ReasonAgainst("T1"));
    }

    [Fact]
    public async Task Closed_for_every_workspace_that_there_is_it_is_closed()
    {
        var gate = new WorkGate();
        gate.Know("T1");
        gate.Know("T2");
        gate.Close("T1", "paused");
        Assert.Null(gate.ClosedBecause);
        gate.Close("T2", "revoked");
        Assert.NotNull(gate.ClosedBecause);
        var waiting = gate.WaitAsync(CancellationToken.None);
        gate.Open("T9");
        Assert.False(waiting.IsCompleted);
        gate.Open("T1");
        await waiting.WaitAsync(Patience, CancellationToken.None);
    }

    /// <summary>Else an opening of the one would open it while the other lasts.</summary>
    [Fact]
    public void What_closes_it_for_everybody_and_what_closes_it_for_the_only_workspace_end_by_themselves()
    {
        var gate = new WorkGate();
        gate.Know("T1");
        gate.Close("not signed in");
        gate.Close("T1", "revoked");
        gate.Open();
        Assert.Equal("revoked", gate.ClosedBecause);
        gate.Close("not signed in");
        gate.Open("T1");
        Assert.Equal("not signed in", gate.ClosedBecause);
    }

    [Fact]
    public void What_is_under_way_for_a_workspace_hears_of_its_closing_and_of_that_for_everybody()
    {
        var gate = new WorkGate();
        var (one, other, none) = (gate.ClosingFor("T1"), gate.ClosingFor("T2"), gate.ClosingFor(team: null));
        gate.Close("T1", "paused");
        Assert.Contains(one, token => token.IsCancellationRequested);
        Assert.DoesNotContain(other.Concat(none), token => token.IsCancellationRequested);
        gate.Open("T1");
        Assert.DoesNotContain(gate.ClosingFor("T1"), token => token.IsCancellationRequested);
        gate.Close("paused");
        Assert.All([gate.ClosingFor("T1"), other, none], tokens => Assert.Contains(tokens, token => token.IsCancellationRequested));
    }

    [Fact]
    public void Every_opening_is_told()
    {
        var gate = new WorkGate();
        var first = gate.NextOpening;
        gate.Close("T1", "paused");
        Assert.False(first.IsCompleted);
        gate.Open("T1");
        Assert.True(first.IsCompleted);
        var second = gate.NextOpening;
        gate.Open();
        Assert.True(second.IsCompleted);
    }
}
