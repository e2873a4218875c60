using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Simulator.Interactivity;
using Holdfast.Simulator.World;

namespace Holdfast.EndToEnd.Tests;

/// <summary>People choose how long their runs are kept, in a modal that shows what is wrong with what they wrote.</summary>
[Trait("Req", "VF-6")]
[Trait("Req", "XP-8")]
public sealed class RetentionTests : EndToEndTest
{
    private const string Field = "settings.retention";

    [Fact]
    public async Task Zero_days_are_shown_as_an_error_in_the_modal_and_thirty_are_kept_across_a_kill()
    {
        await StartAsync();
        var view = await OpenAsync();
        Assert.Contains("Between 1 hour and 30 days", view.Json, StringComparison.Ordinal);

        foreach (var wrong in (string[])["0 days", "31 days", "for ever"])
        {
            var outcome = await SubmitAsync(view, wrong);
            Assert.Null(outcome.Problem);
            Assert.Equal(["settings.retention"], outcome.Errors.Keys);
            var shown = Assert.Single(World.OpenViews(Ada));
            Assert.Equal((view.Id, outcome.Errors["settings.retention"]), (shown.Id, shown.Errors["settings.retention"]));
        }

        var accepted = await SubmitAsync(view, "30");
        Assert.True(accepted.IsAcknowledged);
        Assert.Null(accepted.AckPayload);
        Assert.Empty(World.OpenViews(Ada));
        await Server.WaitUntilIdleAsync();
        await Server.KillAsync();
        await Server.StartAsync();
        Assert.Contains("\"initial_value\":\"30 days\"", (await OpenAsync()).Json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_accepted_is_done_though_the_server_dies_right_after_the_acknowledgement()
    {
        await StartAsync();
        var view = await OpenAsync();
        Assert.True((await SubmitAsync(view, "12 hours")).IsAcknowledged);
        await Server.KillAsync();
        await Server.StartAsync();
        await Server.WaitUntilIdleAsync();
        Assert.Contains("\"initial_value\":\"12 hours\"", (await OpenAsync()).Json, StringComparison.Ordinal);
    }

    private async Task<SlackView> OpenAsync() =>
        (await SeeViewAsync(Ada, () => Slack.Interactions.Command(Ada, General, "/holdfast", "settings"))).View;

    private async Task<InteractionOutcome> SubmitAsync(SlackView view, string words) =>
        await Slack.Interactions.Submit(Ada, view.Id, new Dictionary<string, string> { [Field] = words }).Ended;
}
