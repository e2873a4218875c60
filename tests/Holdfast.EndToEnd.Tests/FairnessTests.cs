using Holdfast.EndToEnd.Tests.Support;

namespace Holdfast.EndToEnd.Tests;

/// <summary>Whatever one person has going on, another is answered at once.</summary>
[Trait("Req", "AS-1")]
[Trait("Req", "AS-2")]
public sealed class FairnessTests(SharedDatabase database) : EndToEndTest
{
    private const int Stalled = 150;

    /// <summary>Of 100 places, somebody who is alone.</summary>
    private const int MayHave = 38;

    [Fact]
    public async Task The_stalled_runs_of_one_person_keep_nobody_else_waiting()
    {
        await StartAsync();
        await AskAndBeAnsweredAsync();
    }

    [Fact]
    [Trait("Req", "XP-3")]
    public async Task Nor_do_they_with_a_database_that_workers_share()
    {
        await StartAsync(await database.NewSettingsAsync());
        await AskAndBeAnsweredAsync();
    }

    private async Task AskAndBeAnsweredAsync()
    {
        for (var i = 0; i < Stalled; i++) World.MentionBot(General, Ada, "stall");
        await Eventually.SeeAsync("Ada's questions are taken in", () => Slack.Sockets.UnackedEnvelopes == 0, () => $"{Slack.Sockets.UnackedEnvelopes}");
        await Eventually.SeeAsync("Ada's runs stall", () => Slack.Model.InFlight >= MayHave, () => $"{Slack.Model.InFlight}");

        var graces = World.MentionBot(General, World.Grace.Id, "hello");
        await AnswerAsync(General, graces, "Hello");
        var direct = World.OpenDirectMessage(World.Linus.Id).Id;
        World.PostAsUser(direct, World.Linus.Id, "hello");
        await DirectAnswerAsync(direct, "Hello");

        // Hers go on meanwhile, as many as she may have.
        Assert.InRange(Slack.Model.InFlight, MayHave, Stalled);
    }
}
