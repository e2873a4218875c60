using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Simulator.Model;
using Holdfast.Simulator.World;

namespace Holdfast.EndToEnd.Tests;

/// <summary>How much people may use the agent in a day, and what those read who have used it up.</summary>
[Trait("Req", "SE-7")]
[Trait("Req", "AS-16")]
public sealed class LimitTests(SharedDatabase database) : EndToEndTest
{
    private static readonly (string, string)[] Prices = [("Agent:InputPrice", "1000"), ("Agent:OutputPrice", "1000")];

    public override async ValueTask InitializeAsync()
    {
        await UtcDay.LongEnoughAsync();
        await base.InitializeAsync();
        Slack.Model.Responder = (request, _) => ValueTask.FromResult(new ModelReply($"heard {request.LastUserText}"));
    }

    [Theory]
    [InlineData("Limits:UserMessages", "1", "You have used up the 1 message that I may spend in a day")]
    [InlineData("Limits:UserTokens", "2", "You have used up the 2 tokens that I may spend in a day")]
    [InlineData("Limits:UserCost", "0.001", "You have used up the $0.0010 that I may spend in a day")]
    [InlineData("Limits:WorkspaceMessages", "1", "Everybody here together has used up the 1 message that I may spend in a day")]
    [Trait("Req", "RS-3")]
    public async Task Whoever_has_used_up_a_limit_reads_which_and_when_it_renews_also_after_a_kill(string key, string value, string text)
    {
        await StartAsync([.. Prices, (key, value), ("Operators:Users:0", World.Grace.Id)]);
        await AnswerAsync(General, World.MentionBot(General, Ada, "first"), "heard first");
        World.MentionBot(General, Ada, "second");
        await SeeRefusalAsync(Ada, 1, text);
        await Server.KillAsync();
        await Server.StartAsync();

        var direct = World.OpenDirectMessage(Ada).Id;
        World.PostAsUser(direct, Ada, "third");
        var refusal = await DirectAnswerAsync(direct, text);
        Assert.Matches(@"Please ask again after <!date\^\d+\^\{date_short_pretty\} at \{time\}\|\d{4}-\d\d-\d\d 00:00:00 UTC>\.$", refusal.Text);
        Assert.Equal(1, Slack.Model.Total);

        if (!text.StartsWith("Everybody", StringComparison.Ordinal))
            await AnswerAsync(General, World.MentionBot(General, World.Linus.Id, "mine"), "heard mine");
        await Server.WaitUntilIdleAsync();
        Slack.Interactions.Command(World.Grace.Id, General, "/holdfast", "usage");
        await SeeRefusalAsync(World.Grace.Id, 1, $"*At a limit today:* <@{Ada}>");
        Assert.Contains("\"limited\":2,", (await Server.RunVerbAsync("usage", "--by", "user", "--days", "1", "--json")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_who_is_exempt_is_stopped()
    {
        World.AddUserGroup("S0PILOTS", "pilots", World.Linus.Id);
        await StartAsync(("Limits:UserMessages", "1"), ("Limits:ExemptUsers:0", World.Grace.Id), ("Limits:ExemptGroups:0", "S0PILOTS"));
        foreach (var user in (string[])[World.Grace.Id, World.Linus.Id])
        {
            for (var i = 0; i < 3; i++)
                await AnswerAsync(General, World.MentionBot(General, user, $"number {i}"), $"heard number {i}");
        }
    }

    [Fact]
    public async Task Many_messages_at_the_same_instant_do_not_get_past_a_limit()
    {
        const int Limit = 5;
        Slack.Model.Latency = TimeSpan.FromSeconds(1);
        await StartAsync(("Limits:UserMessages", $"{Limit}"), ("Ledger:AddUpEvery", "00:00:01"));
        for (var i = 0; i < 30; i++)
            World.MentionBot(General, Ada, $"number {i}");
        await SeeRefusalAsync(Ada, 30 - Limit, "You have used up");
        await Server.WaitUntilIdleAsync();
        Assert.Equal(Limit, Slack.Model.Total);
    }

    [Fact]
    [Trait("Req", "XP-3")]
    public async Task Two_workers_of_one_database_share_a_limit()
    {
        const int Limit = 6;
        (string, string)[] settings = [.. await database.NewSettingsAsync(), ("Slack:Connections", "1"), ("Limits:UserMessages", $"{Limit}"), ("Ledger:AddUpEvery", "00:00:01")];
        var workers = (HoldfastUnderTest[])[Prepare(settings), Prepare(settings)];
        foreach (var worker in workers)
            await worker.LaunchAsync();
        foreach (var worker in workers)
            await worker.WaitUntilReadyAsync();
        await Slack.Sockets.WaitForOpenAsync(2);

        // One after the other it is kept to the letter, whoever of them answers.
        for (var i = 0; i < Limit; i++)
            await AnswerAsync(General, World.MentionBot(General, Ada, $"number {i}"), $"heard number {i}");
        for (var i = 0; i < 4; i++)
            World.MentionBot(General, Ada, $"too many {i}");
        await SeeRefusalAsync(Ada, 4, "You have used up");
        Assert.Equal(Limit, Slack.Model.Total);

        // At the same instant each may let in what is left once.
        for (var i = 0; i < 40; i++)
            World.MentionBot(General, World.Linus.Id, $"number {i}");
        await Server.WaitUntilIdleAsync();
        Assert.InRange(Slack.Model.Total - Limit, Limit, Limit * 2);
        var answered = Slack.Model.Total;
        await workers[0].Process.KillAsync();
        World.MentionBot(General, World.Linus.Id, "and now?");
        await SeeRefusalAsync(World.Linus.Id, 41 - (int)(answered - Limit), "You have used up");
        Assert.Equal(answered, Slack.Model.Total);
    }

    private Task SeeRefusalAsync(string user, int times, string containing) => Eventually.SeeAsync(
        $"{user} reads \"{containing}\" {times} times",
        () => World.Ephemerals.Count(message => message.EphemeralFor == user && message.Text.Contains(containing, StringComparison.Ordinal)) == times,
        () => string.Join('\n', World.Ephemerals.Select(message => $"{message.EphemeralFor}: {message.Text}")));
}
