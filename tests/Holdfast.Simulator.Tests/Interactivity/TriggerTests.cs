using Holdfast.Simulator.Faults;
using Holdfast.Simulator.Tests.Support;

namespace Holdfast.Simulator.Tests.Interactivity;

[Trait("Req", "XP-1")]
public sealed class TriggerTests : InteractiveTest
{
    private string Trigger() => Act.Unsent.Command(Ada, Channel, "/x", "").TriggerId!;

    [Fact]
    public async Task A_trigger_works_once_for_three_seconds()
    {
        var trigger = Trigger();
        Clock.Advance(TimeSpan.FromSeconds(3));
        Assert.True((await OpenAsync(trigger, Modal())).Ok());
        Assert.Equal("exchanged_trigger_id", (await OpenAsync(trigger, Modal())).Error());

        var late = Trigger();
        Clock.Advance(TimeSpan.FromMilliseconds(3_001));
        Assert.Equal("expired_trigger_id", (await OpenAsync(late, Modal())).Error());
        Assert.Equal("invalid_trigger_id", (await OpenAsync("1.2.abc", Modal())).Error());
        Assert.Equal("invalid_arguments", (await Api.FormAsync("views.open", ("view", Modal()))).Error());
    }

    [Fact]
    public async Task A_refused_or_struck_call_does_not_use_it_up()
    {
        var trigger = Trigger();
        Assert.Equal("invalid_arguments", (await OpenAsync(trigger, """{"type":"modal","blocks":[]}""")).Error());
        Simulator.Faults.Add(new Fault(FaultKind.ErrorCode) { Method = "views.open", Times = 1 });
        Assert.Equal("internal_error", (await OpenAsync(trigger, Modal())).Error());
        Assert.True((await OpenAsync(trigger, Modal())).Ok());
    }

    [Fact]
    public async Task A_lost_answer_has_used_it_up()
    {
        var trigger = Trigger();
        Simulator.Faults.Add(new Fault(FaultKind.LoseResponse) { Method = "views.open", Times = 1 });
        await Assert.ThrowsAsync<HttpRequestException>(() => OpenAsync(trigger, Modal()));

        Assert.Equal("exchanged_trigger_id", (await OpenAsync(trigger, Modal())).Error());
        Assert.Single(Simulator.World.OpenViews(Ada));
    }

    [Fact]
    public async Task A_push_goes_upon_the_view_that_was_clicked_up_to_three()
    {
        var view = Modal($"[{Actions(Button("deeper", "1"))}]");
        var root = await OpenAsync(view);
        var second = await PushAsync(Act.Unsent.ClickInView(Ada, root, "deeper").TriggerId!, view);
        var third = await PushAsync(Act.Unsent.ClickInView(Ada, second.GetProperty("view").Text("id"), "deeper").TriggerId!, view);
        var fourth = await PushAsync(Act.Unsent.ClickInView(Ada, third.GetProperty("view").Text("id"), "deeper").TriggerId!, view);

        Assert.Equal(root, third.GetProperty("view").Text("root_view_id"));
        Assert.Equal(second.GetProperty("view").Text("id"), third.GetProperty("view").Text("previous_view_id"));
        Assert.Equal("push_limit_reached", fourth.Error());
        Assert.Equal(3, Simulator.World.OpenViews(Ada).Count);
        Assert.Empty(Simulator.World.OpenViews(Grace));
        Assert.Equal("not_found", (await PushAsync(Trigger(), view)).Error());
    }

    private Task<System.Text.Json.JsonElement> PushAsync(string trigger, string view) =>
        Api.FormAsync("views.push", ("trigger_id", trigger), ("view", view));
}
