using Holdfast.Rates;

namespace Holdfast.Hosting.OperatorApi;

/// <summary>A gate as an operator sees it.</summary>
/// <param name="Gate">The workspace, the method, and for messages the channel.</param>
/// <param name="ClosedForS">For how many seconds Slack has refused the calls; null when it does not now.</param>
/// <param name="OpensInS">For how many seconds none is made; null when it is open, and calls are paced.</param>
/// <param name="SecondsApart">The least time between two calls, when it is open.</param>
internal sealed record GateView(string Gate, double? ClosedForS, double? OpensInS, double SecondsApart)
{
    public static IReadOnlyList<GateView> Of(IEnumerable<RateGateState> gates) =>
        [.. gates.Select(gate => new GateView(
            gate.Gate, gate.IsClosed ? gate.ClosedFor?.TotalSeconds : null, gate.IsClosed ? gate.OpensIn?.TotalSeconds : null, gate.Pace.TotalSeconds))];
}

/// <summary>How many gates were opened.</summary>
internal sealed record OpenedGates(int Count);
