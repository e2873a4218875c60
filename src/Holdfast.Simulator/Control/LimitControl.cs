namespace Holdfast.Simulator.Control;

/// <summary>Slack's limit on reading history.</summary>
internal static class LimitControl
{
    public static Dictionary<string, Func<ControlCall, Task>> Routes { get; } = new()
    {
        ["GET history-limit"] = AnswerAsync,
        ["POST history-limit"] = Set,
    };

    private static Task Set(ControlCall call)
    {
        var limit = call.Parts.HistoryLimit;
        limit.IsOn = call.Flag("on") ?? throw new ControlException("'on' must be true or false.");
        limit.Every = call.Milliseconds("every_ms") ?? limit.Every;
        return AnswerAsync(call);
    }

    private static Task AnswerAsync(ControlCall call) => call.AnswerAsync(
        new ControlHistoryLimit(call.Parts.HistoryLimit.IsOn, call.Parts.HistoryLimit.Every.TotalMilliseconds), ControlJson.Default.ControlHistoryLimit);
}
