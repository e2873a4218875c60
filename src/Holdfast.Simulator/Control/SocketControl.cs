using System.Text.Json;
using Holdfast.Simulator.Load;

namespace Holdfast.Simulator.Control;

/// <summary>Connections, envelopes, and events that no message raises.</summary>
internal static class SocketControl
{
    public static Dictionary<string, Func<ControlCall, Task>> Routes { get; } = new()
    {
        ["GET sockets"] = call => call.AnswerAsync(
            new ControlSockets(call.Parts.Sockets.Open, call.Parts.Sockets.Counters, call.Parts.Sockets.Timeline), ControlJson.Default.ControlSockets),
        ["GET envelopes"] = call => call.AnswerAsync(call.Parts.Sockets.Envelopes, ControlJson.Default.IReadOnlyListEnvelopeRecord),
        ["POST sockets/drop"] = call => call.DoneAsync(call.Parts.Sockets.Drop(call.Whole("connection"))),
        ["POST sockets/freeze"] = call => call.DoneAsync(call.Parts.Sockets.Freeze(call.Whole("connection"))),
        ["POST sockets/close"] = call => call.DoneAsync(call.Parts.Sockets.Close(call.Whole("connection"))),
        ["POST sockets/refresh"] = Refresh,
        ["POST sockets/text"] = call => call.DoneAsync(call.Parts.Sockets.SendText(call.Need("text"), call.Whole("connection"))),
        ["POST sockets/lose"] = call => call.DoneAsync(call.Parts.Sockets.LoseUndelivered()),
        ["POST sockets/disable"] = call =>
        {
            call.Parts.Sockets.Disable();
            return call.DoneAsync();
        },
        ["POST sockets/enable"] = call =>
        {
            call.Parts.Sockets.Enable();
            return call.DoneAsync();
        },
        ["POST interactive"] = async call => await call.AnswerAsync(
            await call.Parts.Sockets.SendInteractiveAsync(Payload(call), call.Flag("accepts_response") ?? true, call.Aborted),
            ControlJson.Default.EnvelopeRecord),
        ["POST slash"] = async call => await call.AnswerAsync(
            await call.Parts.Sockets.SendSlashCommandAsync(Payload(call), call.Aborted), ControlJson.Default.EnvelopeRecord),
        ["POST event"] = call =>
        {
            call.Parts.World.RaiseEvent(Payload(call));
            return call.DoneAsync();
        },
        ["POST load"] = Load,
    };

    private static Task Refresh(ControlCall call)
    {
        var reason = call.Text("reason") ?? "refresh_requested";
        if (reason is not ("warning" or "refresh_requested")) throw new ControlException("'reason' must be warning or refresh_requested.");
        return call.DoneAsync(call.Parts.Sockets.Refresh(call.Whole("connection"), reason, call.Milliseconds("close_after_ms")));
    }

    private static JsonElement Payload(ControlCall call) =>
        call.Body.ValueKind == JsonValueKind.Object && call.Body.TryGetProperty("payload", out var payload) && payload.ValueKind == JsonValueKind.Object
            ? payload
            : throw new ControlException("'payload' must be an object.");

    private static async Task Load(ControlCall call)
    {
        var plan = new LoadPlan(call.Whole("events") ?? 1_000, call.Whole("rate") ?? 100, call.Whole("threads") ?? 100)
        {
            Channels = call.Whole("channels") ?? 10,
        };
        var report = await call.Parts.Load.RunAsync(plan, call.Aborted);
        await call.AnswerAsync(report, ControlJson.Default.LoadReport);
    }
}
