using Holdfast.Simulator.Model;

namespace Holdfast.Simulator.Control;

/// <summary>How the model behaves.</summary>
internal static class ModelControl
{
    public static Dictionary<string, Func<ControlCall, Task>> Routes { get; } = new()
    {
        ["GET model"] = call => call.AnswerAsync(Snapshot.ModelOf(call.Parts), ControlJson.Default.ControlModel),
        ["POST model"] = Set,
    };

    private static Task Set(ControlCall call)
    {
        if (call.Milliseconds("latency_ms") is { } latency) call.Parts.Model.Latency = latency;
        if (call.Flag("stall_all") is { } stall) call.Parts.Model.StallAll = stall;
        var pace = call.Parts.Model.Pace;
        call.Parts.Model.Pace = new StreamPace(Math.Max(0, call.Whole("piece_size") ?? pace.PieceSize), call.Milliseconds("piece_pause_ms") ?? pace.Pause);
        return call.AnswerAsync(Snapshot.ModelOf(call.Parts), ControlJson.Default.ControlModel);
    }
}
