using Holdfast.Diagnostics;
using Holdfast.Rates;

namespace Holdfast.Deliveries;

/// <summary>Says which of Slack's limits last. Slack limits every app now and then, for some seconds: that is no problem.</summary>
internal sealed class GateHealth(IRateGate gates, TimeProvider time) : IHealthSource
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<string>> GetProblemsAsync(CancellationToken cancellationToken)
    {
        var states = await gates.ListAsync(cancellationToken);
        var now = time.GetUtcNow();
        return
        [
            .. states.Where(state => state.Closure > Long).Select(state =>
                $"Slack has limited {state.Gate} since {now - state.ClosedFor:u}: the next call is at {now + state.OpensIn:u}; 'holdfast gates open' makes one sooner"),
        ];
    }
}
