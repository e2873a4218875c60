using Holdfast.Simulator.Faults;

namespace Holdfast.Simulator.Control;

/// <summary>Faults in force.</summary>
internal static class FaultControl
{
    public static Dictionary<string, Func<ControlCall, Task>> Routes { get; } = new()
    {
        ["GET faults"] = call => call.AnswerAsync(call.Parts.Faults.Active, ControlJson.Default.IReadOnlyListActiveFault),
        ["POST faults"] = Add,
        ["DELETE faults"] = call =>
        {
            call.Parts.Faults.Clear();
            return call.DoneAsync();
        },
    };

    private static Task Add(ControlCall call)
    {
        if (!Enum.TryParse<FaultKind>(call.Need("kind").Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out var kind))
            throw new ControlException($"'kind' must be one of {string.Join(", ", Enum.GetNames<FaultKind>())}.");
        var usual = new Fault(kind);
        var active = call.Parts.Faults.Add(usual with
        {
            Method = call.Text("method"),
            Status = call.Whole("status") ?? usual.Status,
            RetryAfter = call.Whole("retry_after") ?? usual.RetryAfter,
            Delay = call.Milliseconds("delay_ms") ?? usual.Delay,
            ErrorCode = call.Text("error_code") ?? usual.ErrorCode,
            Containing = call.Text("containing"),
            Probability = call.Number("probability") ?? usual.Probability,
            Times = call.Whole("times"),
            Skip = call.Whole("skip") ?? 0,
            Duration = call.Milliseconds("duration_ms"),
        });
        return call.AnswerAsync(active, ControlJson.Default.ActiveFault);
    }
}
