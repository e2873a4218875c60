using Holdfast.Simulator.Child;

namespace Holdfast.Simulator.Control;

/// <summary>The server process: kill, stop, start.</summary>
internal static class ServerControl
{
    public static Dictionary<string, Func<ControlCall, Task>> Routes { get; } = new()
    {
        ["GET server"] = call => Answer(call, Task.FromResult(Server(call).State)),
        ["POST server/start"] = call => Answer(call, Server(call).StartAsync()),
        ["POST server/stop"] = call => Answer(call, Server(call).StopAsync()),
        ["POST server/kill"] = call => Answer(call, Server(call).KillAsync()),
    };

    private static ServerProcess Server(ControlCall call) =>
        call.Parts.Server ?? throw new ControlException("The simulator was started without a server (--no-server).");

    private static async Task Answer(ControlCall call, Task<ServerState> act) =>
        await call.AnswerAsync(await act, ControlJson.Default.ServerState);
}
