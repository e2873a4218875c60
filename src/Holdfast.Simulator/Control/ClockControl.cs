using Holdfast.Simulator.World;

namespace Holdfast.Simulator.Control;

/// <summary>Slack's clock, ahead of the machine's or behind it.</summary>
internal static class ClockControl
{
    public static Dictionary<string, Func<ControlCall, Task>> Routes { get; } = new()
    {
        ["GET clock"] = AnswerAsync,
        ["POST clock"] = Set,
    };

    private static Task Set(ControlCall call)
    {
        var offset = call.Number("offset_ms") ?? throw new ControlException("'offset_ms' must be a number.");
        var most = SlackClock.MaxOffset.TotalMilliseconds;
        if (Math.Abs(offset) > most) throw new ControlException($"'offset_ms' must be between -{most:F0} and {most:F0}.");
        call.Parts.Clock.Offset = TimeSpan.FromMilliseconds(offset);
        return AnswerAsync(call);
    }

    private static Task AnswerAsync(ControlCall call) => call.AnswerAsync(
        new ControlClock(call.Parts.Clock.GetUtcNow(), call.Parts.Clock.Offset.TotalMilliseconds), ControlJson.Default.ControlClock);
}
