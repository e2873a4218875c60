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
}
