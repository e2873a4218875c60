using Holdfast.Simulator.World;

namespace Holdfast.Simulator.Control;

/// <summary>The app's home: opened and looked at; what is in it is clicked as in any view.</summary>
internal static class HomeControl
{
    public static Dictionary<string, Func<ControlCall, Task>> Routes { get; } = new()
    {
        ["GET home"] = call => call.AnswerAsync(new ControlHome(call.Parts.World.Home(User(call))), ControlJson.Default.ControlHome),
        ["POST home/open"] = Open,
    };

    private static string User(ControlCall call) => call.Text("user") ?? call.Parts.World.Ada.Id;

    private static Task Open(ControlCall call)
    {
        switch (call.Text("tab") ?? "home")
        {
            case "home":
                return call.AnswerAsync(new ControlHome(call.Parts.World.OpenHome(User(call))), ControlJson.Default.ControlHome);
            case "messages":
                call.Parts.World.OpenMessagesTab(User(call));
                return call.DoneAsync();
            default:
                throw new ControlException("'tab' must be home or messages.");
        }
    }
}
