using Holdfast.Simulator.Interactivity;

namespace Holdfast.Simulator.Control;

/// <summary>What people do besides talking. A call ends when the person would know: acknowledged, or failed after three seconds.</summary>
internal static class InteractionControl
{
    public static Dictionary<string, Func<ControlCall, Task>> Routes { get; } = new()
    {
        ["GET views/open"] = call => call.AnswerAsync(call.Parts.World.OpenViews(User(call)), ControlJson.Default.IReadOnlyListSlackView),
        ["GET ephemerals"] = Ephemerals,
        ["POST clicks"] = call => AnswerAsync(
            call, Act(call).Click(User(call), call.Need("channel"), call.Need("ts"), call.Need("action_id"), call.Text("value"), call.Texts("values"))),
        ["POST views/clicks"] = call => AnswerAsync(
            call, Act(call).ClickInView(User(call), call.Need("view"), call.Need("action_id"), call.Text("value"), call.Texts("values"))),
        ["POST suggestions"] = call => AnswerAsync(
            call, Act(call).Suggest(User(call), call.Need("channel"), call.Need("ts"), call.Need("action_id"), call.Need("value"))),
        ["POST views/suggestions"] = call => AnswerAsync(
            call, Act(call).SuggestInView(User(call), call.Need("view"), call.Need("action_id"), call.Need("value"))),
        ["POST views/submit"] = call => AnswerAsync(call, Act(call).Submit(User(call), call.Need("view"), call.Texts("values"))),
        ["POST views/close"] = call => AnswerAsync(call, Act(call).CloseView(User(call), call.Need("view"), call.Flag("all") ?? false)),
        ["POST commands"] = call => AnswerAsync(
            call, Act(call).Command(User(call), call.Need("channel"), call.Need("command"), call.Text("text") ?? "", call.Text("thread_ts"))),
        ["POST shortcuts"] = call => AnswerAsync(
            call,
            call.Text("ts") is { } ts
                ? Act(call).MessageShortcut(User(call), call.Need("channel"), ts, call.Need("callback_id"))
                : Act(call).Shortcut(User(call), call.Need("callback_id"))),
    };

    private static Interactions Act(ControlCall call) => call.Parts.Interactions;

    private static string User(ControlCall call) => call.Text("user") ?? call.Parts.World.Ada.Id;

    private static Task Ephemerals(ControlCall call)
    {
        var user = User(call);
        var channel = call.Text("channel");
        var shown = call.Parts.World.Ephemerals.Where(message => message.EphemeralFor == user && (channel is null || message.Channel == channel));
        return call.AnswerAsync([.. shown], ControlJson.Default.IReadOnlyListSlackMessage);
    }

    private static async Task AnswerAsync(ControlCall call, Interaction? interaction)
    {
        if (interaction is null)
        {
            await call.DoneAsync();
            return;
        }

        var outcome = await interaction.Ended.WaitAsync(call.Aborted);
        await call.AnswerAsync(
            new ControlInteraction(interaction.Type, interaction.EnvelopeId, interaction.TriggerId, interaction.ResponseUrl, outcome),
            ControlJson.Default.ControlInteraction);
    }
}
