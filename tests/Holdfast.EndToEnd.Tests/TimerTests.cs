using System.Text.RegularExpressions;
using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Simulator.Faults;
using Holdfast.Simulator.World;

namespace Holdfast.EndToEnd.Tests;

/// <summary>Timers arrive, whatever happens to the server and to Slack.</summary>
public sealed partial class TimerTests : EndToEndTest
{
    private const string Holdfast = "/holdfast";

    /// <summary>Each ring in the server's log.</summary>
    private static readonly (string Key, string Value) EveryRing = ("Logging:LogLevel:Holdfast.Timers", "Debug");

    private string Grace => World.Grace.Id;

    [Fact]
    [Trait("Req", "TM-1")]
    [Trait("Req", "TM-2")]
    public async Task A_timer_that_the_agent_sets_is_confirmed_and_rings_in_its_thread()
    {
        await StartAsync();
        var asked = DateTimeOffset.UtcNow;
        var thread = World.MentionBot(General, Ada, """use set_timer {"when":"3 seconds","label":"tea <!channel>"}""");
        await AnswerAsync(General, thread, "is set. It rings in 3 s");

        var notice = await AnswerAsync(General, thread, "⏰");
        var took = DateTimeOffset.UtcNow - asked;

        Assert.Contains($"<@{Ada}> tea @channel", notice.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<!", notice.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("late", notice.Text, StringComparison.Ordinal);
        Assert.True(took >= TimeSpan.FromSeconds(3), $"It rang after {took}.");
        await Server.WaitUntilIdleAsync();
        Assert.Single(Notices(thread));
    }

    [Fact]
    [Trait("Req", "TM-1")]
    public async Task Asked_in_plain_words_the_agent_sets_lists_and_cancels_timers()
    {
        await StartAsync();
        var first = World.MentionBot(General, Ada, "set a timer for 2 seconds for tea");
        await AnswerAsync(General, first, "is set. It rings in 2 s");
        Assert.Contains("tea", (await AnswerAsync(General, first, "⏰")).Text, StringComparison.Ordinal);

        var second = World.MentionBot(General, Ada, "remind me tomorrow at 9:00 to call Bob");
        var id = Timer().Match((await AnswerAsync(General, second, "is set")).Text).Groups["id"].Value;
        var list = World.MentionBot(General, Ada, "list my timers");
        Assert.Contains("call Bob", (await AnswerAsync(General, list, id)).Text, StringComparison.Ordinal);
        var cancel = World.MentionBot(General, Ada, $"cancel the timer {id}");
        await AnswerAsync(General, cancel, "is cancelled");
        await Server.WaitForHealthAsync("no timer left", health => health.Timers == 0);
    }

    [Fact]
    [Trait("Req", "TM-1")]
    public async Task Times_are_those_of_the_users_own_zone_and_a_zone_that_is_not_known_is_said()
    {
        await StartAsync();
        World.SetTimeZone(Ada, "Asia/Kolkata");
        World.SetTimeZone(Grace, null);
        var kolkata = TimeZoneInfo.FindSystemTimeZoneById("Asia/Kolkata");
        var tomorrow = TimeZoneInfo.ConvertTime(DateTimeOffset.UtcNow, kolkata).Date.AddDays(1);

        var set = await CommandAsync(Ada, "timer tomorrow 9:00 call Bob", "about *call Bob*");
        var nine = new DateTimeOffset(tomorrow.AddHours(9), kolkata.BaseUtcOffset).ToUnixTimeSeconds();
        Assert.Contains($"<!date^{nine}^", set, StringComparison.Ordinal);

        Assert.Contains("took UTC", await CommandAsync(Grace, "timer tomorrow 9:00 call Bob", "about *call Bob*"), StringComparison.Ordinal);
        Assert.DoesNotContain("took UTC", await CommandAsync(Grace, "timer 1h tea", "about *tea*"), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "AS-13")]
    [Trait("Req", "TM-1")]
    public async Task The_home_shows_a_persons_own_timers_and_cancels_them()
    {
        await StartAsync();
        World.OpenHome(Ada);
        await World.WaitForHomeAsync(Ada, view => view.Json.Contains("No timers yet. Say", StringComparison.Ordinal));
        await CommandAsync(Ada, "timer 1h tea", "about *tea*");
        await CommandAsync(Grace, "timer 1h coffee", "about *coffee*");

        World.OpenHome(Ada);
        var home = await World.WaitForHomeAsync(Ada, view => view.Json.Contains("tea", StringComparison.Ordinal));
        Assert.DoesNotContain("coffee", home.Json, StringComparison.Ordinal);
        Slack.Interactions.ClickInView(Ada, home.Id, "timer.cancel");
        await World.WaitForHomeAsync(Ada, view => view.Json.Contains("No timers yet. Say", StringComparison.Ordinal));
        Assert.Equal(1, (await Server.HealthAsync()).Timers);
    }

    [Fact]
    [Trait("Req", "TM-2")]
    [Trait("Req", "RS-14")]
    public async Task A_timer_that_was_slept_through_rings_at_once_and_says_how_late_it_is()
    {
        await StartAsync();
        var thread = World.MentionBot(General, Ada, """use set_timer {"when":"4 seconds","label":"tea"}""");
        await AnswerAsync(General, thread, "is set");
        var due = DateTimeOffset.UtcNow + TimeSpan.FromSeconds(4);
        await Server.KillAsync();
        await PassAsync(due + TimeSpan.FromSeconds(4));

        await Server.StartAsync();
        var notice = await AnswerAsync(General, thread, "⏰");

        Assert.Matches(Late(), notice.Text);
        Assert.InRange(int.Parse(Late().Match(notice.Text).Groups["seconds"].Value), 3, (int)(DateTimeOffset.UtcNow - due).TotalSeconds + 2);
        await Server.WaitUntilIdleAsync();
        Assert.Single(Notices(thread));
    }

    [Theory]
    [Trait("Req", "TM-2")]
    [InlineData(FaultKind.Hang)]
    [InlineData(FaultKind.LoseResponse)]
    public async Task Killed_between_the_ring_and_its_delivery_it_is_told_once(FaultKind kind)
    {
        await StartAsync(EveryRing);
        var thread = World.MentionBot(General, Ada, """use set_timer {"when":"2 seconds"}""");
        await AnswerAsync(General, thread, "is set");
        await Server.WaitUntilIdleAsync();
        Slack.Faults.Add(new Fault(kind) { Method = "chat.postMessage" });
        await Server.WaitForOutputAsync("rings (ring 1)");
        await Eventually.SeeAsync("the notice is on its way", () => Slack.Calls.Count("chat.postMessage") > 1, () => $"{Slack.Calls.Count("chat.postMessage")} posts");

        await Server.KillAsync();
        Slack.Faults.Clear();
        await Server.StartAsync();

        await AnswerAsync(General, thread, "Time's up!");
        await Server.WaitUntilIdleAsync();
        Assert.Single(Notices(thread));
    }

    [Fact]
    [Trait("Req", "TM-1")]
    public async Task Notices_are_snoozed_ticked_off_and_cancelled_by_their_owner_only()
    {
        await StartAsync(("Operators:Users:0", Grace));
        await CommandAsync(Ada, "timer 1s tea", "about *tea*");
        var notice = await NoticeAsync("tea");

        var stranger = World.AddUser(new SlackUser("U0MALLORY", "mallory", "Mallory Smith")).Id;
        Slack.Interactions.Click(stranger, General, notice.Ts, "timer.done");
        await World.WaitForEphemeralAsync(stranger, message => message.Text.Contains("only they and operators", StringComparison.Ordinal));

        Slack.Interactions.Click(Ada, General, notice.Ts, "timer.snooze_10m");
        var snoozed = await ChangedAsync(notice, "snoozed this until");
        await CommandAsync(Ada, "timer list", "tea");

        Slack.Interactions.Click(Grace, General, snoozed.Ts, "timer.cancel");
        await ChangedAsync(notice, "cancelled this");
        await CommandAsync(Ada, "timer list", "No timers yet");

        await CommandAsync(Ada, "timer 1s coffee", "about *coffee*");
        var second = await NoticeAsync("coffee");
        Slack.Interactions.Click(Ada, General, second.Ts, "timer.done");
        await ChangedAsync(second, "marked this done");
        Assert.Equal(0, (await Server.HealthAsync()).Timers);
    }

    [Fact]
    [Trait("Req", "TM-1")]
    public async Task A_timer_is_found_by_its_id_and_cancelled_by_command_and_by_the_agent()
    {
        await StartAsync();
        var first = IdIn(await CommandAsync(Ada, "timer 1h tea", "about *tea*"));
        var second = IdIn(await CommandAsync(Ada, "timer every weekday at 9:00 stand-up", "about *stand-up* every weekday at 9:00"));
        await CommandAsync(Ada, $"timer cancel {first}", "tea is cancelled");
        await Server.WaitForHealthAsync("one timer left", health => health.Timers == 1);

        var thread = World.MentionBot(General, Ada, "use list_timers {}");
        Assert.Contains("stand-up", (await AnswerAsync(General, thread, second)).Text, StringComparison.Ordinal);
        var cancel = World.MentionBot(General, Ada, $$"""use cancel_timer {"timer":"{{second}}"}""");
        await AnswerAsync(General, cancel, "is cancelled");
        await Server.WaitForHealthAsync("no timer left", health => health.Timers == 0);

        await CommandAsync(Ada, $"timer cancel {second}", "I couldn't find that timer");
        await CommandAsync(Grace, "timer list", "No timers yet");
    }

    [Fact]
    [Trait("Req", "TM-1")]
    public async Task What_cannot_ring_is_refused_with_a_reason_and_nothing_is_kept()
    {
        (string Typed, string Answer)[] rows =
        [
            ("timer", "Say when and what for"),
            ("timer -5s", "can't ring in the past"),
            ("timer 99999999h", "more than 5 years from now"),
            ("timer 31 Feb", "There is no such day in the calendar"),
            ("timer tomorrow 9:00 Mars/Olympus", "I know no time zone Mars/Olympus"),
            ("timer 9:00 CET", "CET is the name of several time zones"),
            ("timer every 1s tea", "I can't repeat that often"),
            ("timer tea", "I find no time in that"),
            ("timer book the room tomorrow at 9 for 2 hours", "for 2 hours"),
            ("timer call Bob wendsday at 2pm", "Wednesday"),
            ("timer every day at 5 leave", "may be 5:00 or 17:00"),
            ("timer cancel", "Which timer?"),
            ("timer cancel zzzz", "I couldn't find that timer"),
        ];
        await StartAsync();
        foreach (var (typed, answer) in rows) await CommandAsync(Ada, typed, answer);
        await Server.WaitUntilIdleAsync();
        var health = await Server.HealthAsync();
        Assert.Equal((0, 0), (health.Timers, health.DeadLetters));
    }

    [Fact]
    [Trait("Req", "TM-7")]
    public async Task A_time_is_read_whole_and_its_other_meaning_is_told()
    {
        await StartAsync();
        World.SetTimeZone(Ada, "Asia/Kolkata");
        var kolkata = TimeZoneInfo.FindSystemTimeZoneById("Asia/Kolkata");
        var inTwoWeeks = TimeZoneInfo.ConvertTime(DateTimeOffset.UtcNow, kolkata).Date.AddDays(14).AddHours(9);
        var set = await CommandAsync(Ada, "timer call Bob in 2 weeks at 09:00", "about *call Bob* in");
        Assert.Contains($"<!date^{new DateTimeOffset(inTwoWeeks, kolkata.BaseUtcOffset).ToUnixTimeSeconds()}^", set, StringComparison.Ordinal);

        Assert.Contains("If you mean 21:00, write 21:00.", await CommandAsync(Ada, "timer at nine tea", "about *tea*"), StringComparison.Ordinal);
        Assert.Contains("the 5 pm train*", await CommandAsync(Ada, "timer 09:00 \"call about the 5 pm train\"", "about *call about"), StringComparison.Ordinal);

        var thread = World.MentionBot(General, Ada, """use set_timer {"when":"tomorrow at 5","label":"cake"}""");
        Assert.Contains("If you mean 5:00", (await AnswerAsync(General, thread, "is set")).Text, StringComparison.Ordinal);
        var refused = World.MentionBot(General, Ada, """use set_timer {"when":"tomorrow evening at 12"}""");
        await AnswerAsync(General, refused, "I don't know when 12:00 in the evening is");
    }

    [Fact]
    [Trait("Req", "TM-1")]
    public async Task Endless_labels_and_endless_timers_end_in_a_clear_answer()
    {
        await StartAsync(("Timers:MaxPerUser", "3"));
        await CommandAsync(Ada, $"timer 1h {new string('x', 10_000)}", "I read at most 4000");
        for (var i = 0; i < 3; i++)
            await CommandAsync(Ada, $"timer {i + 1}h number {i}", $"number {i}");
        await CommandAsync(Ada, "timer 1h one too many", "3 is the limit");
        await CommandAsync(Grace, "timer 1h for another", "about *another*");
        Assert.Equal(4, (await Server.HealthAsync()).Timers);
    }

    [Fact]
    [Trait("Req", "TM-1")]
    public async Task Where_the_app_may_not_write_the_timer_rings_in_the_direct_message()
    {
        await StartAsync();
        var secret = World.AddChannel("secret", isPrivate: true, withBot: false).Id;
        Slack.Interactions.Command(Ada, secret, Holdfast, "timer 1s tea");
        await World.WaitForEphemeralAsync(Ada, message => message.Text.Contains("ring in our direct message", StringComparison.Ordinal));
        var notice = await World.WaitForMessageAsync(message => message.IsFromBot && message.Text.Contains('⏰', StringComparison.Ordinal));
        Assert.StartsWith("D", notice.Channel, StringComparison.Ordinal);
        Assert.Equal(0, (await Server.HealthAsync()).DeadLetters);
    }

    [Fact]
    [Trait("Req", "TM-2")]
    [Trait("Req", "TM-4")]
    public async Task While_Slack_hangs_timers_wait_and_then_all_arrive_within_seconds()
    {
        const int Timers = 100;
        await StartAsync(("Timers:MaxPerUser", "200"), EveryRing);
        var hang = TimeSpan.FromSeconds(25);
        for (var i = 0; i < Timers; i++)
            await CommandAsync(Ada, $"timer 12s number-{i:000}", $"number-{i:000}");
        Slack.Faults.Add(new Fault(FaultKind.Hang) { Duration = hang });
        var over = DateTimeOffset.UtcNow + hang;

        await Eventually.SeeAsync("all have rung", () => Rings() == Timers, () => $"{Rings()} rang");
        Assert.Equal("ok", (await Server.ReadyAsync()).Text.Contains("ready", StringComparison.Ordinal) ? "ok" : "not ready");
        await PassAsync(over);
        await World.WaitForMessagesAsync(message => message.IsFromBot && message.Text.Contains('⏰', StringComparison.Ordinal), Timers);
        await Server.WaitUntilIdleAsync();
        Assert.Equal(Timers, World.Messages(General).Count(message => message.IsFromBot && message.Text.Contains('⏰', StringComparison.Ordinal)));
    }

    [Fact]
    [Trait("Req", "TM-3")]
    [Trait("Req", "RS-14")]
    public async Task Hundreds_of_timers_of_one_second_all_ring_once_through_kills()
    {
        const int Timers = 300;
        await StartAsync(("Timers:MaxPerUser", "1000"), EveryRing);
        var clicks = Enumerable.Range(0, Timers).Select(i => Slack.Interactions.Command(Ada, General, Holdfast, $"timer 10s number-{i:000}")).ToList();
        foreach (var click in clicks) Assert.True((await click.Ended).IsAcknowledged);
        await Server.KillAsync();
        await Server.StartAsync();
        await Server.WaitForHealthAsync("all set", health => health.Timers > 0);
        await Eventually.SeeAsync("some have rung", () => Rings() > 20, () => $"{Rings()} rang");
        await Server.KillAsync();
        await Server.StartAsync();

        List<string> Told() => [.. World.Messages(General).Where(message => message.IsFromBot && message.Text.Contains('⏰', StringComparison.Ordinal)).Select(message => message.Text)];
        for (var before = 0; before < Timers; before = Told().Count)
            await Eventually.SeeAsync($"more than {before} timers are told of", () => Told().Count > before, () => $"{Told().Count} told of, {Rings()} rang. {Server.Tail()}");
        await Server.WaitUntilIdleAsync();
        var told = Told();
        Assert.Equal(Timers, told.Count);
        Assert.All(Enumerable.Range(0, Timers), i => Assert.Single(told, text => text.Contains($"number-{i:000}", StringComparison.Ordinal)));
    }

    private int Rings() => Server.Output.Split('\n').Count(line => line.Contains("rings (ring", StringComparison.Ordinal));

    private IEnumerable<string> Notices(string thread) => Answers(General, thread).Where(text => text.Contains('⏰', StringComparison.Ordinal));

    private async Task<string> CommandAsync(string user, string text, string answer)
    {
        Slack.Interactions.Command(user, General, Holdfast, text);
        return (await World.WaitForEphemeralAsync(user, message => message.Text.Contains(answer, StringComparison.Ordinal))).Text;
    }

    private Task<SlackMessage> NoticeAsync(string label) => World.WaitForMessageAsync(message =>
        message.IsFromBot && message.Text.Contains('⏰', StringComparison.Ordinal) && message.Text.Contains(label, StringComparison.Ordinal));

    private Task<SlackMessage> ChangedAsync(SlackMessage notice, string outcome) => World.WaitForMessageAsync(message =>
        message.Ts == notice.Ts && message.Text.Contains(outcome, StringComparison.Ordinal));

    private static string IdIn(string confirmation) => Id().Match(confirmation).Groups["id"].Value;

    /// <summary>Time itself is what is awaited.</summary>
    private static Task PassAsync(DateTimeOffset moment) =>
        Eventually.SeeAsync($"it is {moment:HH:mm:ss}", () => DateTimeOffset.UtcNow >= moment);

    [GeneratedRegex(@"\((?<seconds>[0-9]+) s late\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Late();

    [GeneratedRegex("Timer (?<id>[0-9a-f]{8}) is set", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Timer();

    [GeneratedRegex("timer cancel (?<id>[0-9a-f]{8})", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Id();
}
