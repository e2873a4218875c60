using System.Globalization;
using Holdfast.Simulator.Tests.Support;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator.Tests.World;

[Trait("Req", "TM-1")]
[Trait("Req", "XP-1")]
public sealed class SlackClockTests : InteractiveTest
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task What_Slack_says_about_time_follows_its_own_clock()
    {
        Simulator.Clock.Offset = -Hour;
        var slacksTime = Clock.GetUtcNow() - Hour;

        Simulator.World.MentionBot(Channel, Ada, "when is it?");
        var payload = (await AckNextAsync()).GetProperty("payload");
        using var answer = await Api.SendAsync("auth.test", content: null, Simulator.BotToken);

        Assert.Equal(slacksTime.ToUnixTimeSeconds(), payload.GetProperty("event_time").GetInt64());
        Assert.Equal(slacksTime, TimeOf(payload.GetProperty("event").Text("ts")));
        Assert.Equal(slacksTime, answer.Headers.Date);
        Assert.Equal(Clock.GetUtcNow(), Simulator.Calls.Of("auth.test")[0].At);
    }

    [Fact]
    public void Set_back_a_ts_never_goes_backwards()
    {
        Simulator.Clock.Offset = Hour;
        var before = Simulator.World.PostAsUser(Channel, Ada, "first");
        Simulator.Clock.Offset = TimeSpan.Zero;
        var after = Simulator.World.PostAsUser(Channel, Ada, "second");

        Assert.Equal(TimeOf(before) + TimeSpan.FromMicroseconds(1), TimeOf(after));
    }

    [Fact]
    public async Task Triggers_and_response_urls_expire_by_it_and_timers_do_not()
    {
        var command = Act.Unsent.Command(Ada, Channel, "/late", "");
        var waiting = Act.Command(Ada, Channel, "/slow", "");
        Simulator.Clock.Offset = Hour;

        Assert.Equal("expired_trigger_id", (await OpenAsync(command.TriggerId!, Modal())).Error());
        using var http = new HttpClient();
        using var content = new StringContent("""{"text":"late"}""", System.Text.Encoding.UTF8, "application/json");
        using var gone = await http.PostAsync(command.ResponseUrl, content);
        Assert.Equal("expired_url", (await Api.ReadAsync(gone)).Error());
        Assert.False(waiting.Ended.IsCompleted);
        Clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal("operation_timeout", (await waiting.Ended).Failure);
        Assert.Equal(TimeSpan.FromSeconds(3), (await waiting.Ended).Latency);
    }

    [Fact]
    public async Task Rate_limits_are_forgiven_by_it_and_setting_it_back_takes_nothing()
    {
        await using var strict = await SlackSimulator.StartAsync(new SimulatorOptions { EnforceRateLimits = true, Time = Clock });
        using var api = new Api(strict);
        for (var i = 0; i < 5; i++) Assert.True((await PostAsync(api)).Ok());
        Assert.Equal("ratelimited", (await PostAsync(api)).Error());

        strict.Clock.Offset = -Hour;
        Assert.Equal("ratelimited", (await PostAsync(api)).Error());
        strict.Clock.Offset = Hour;
        Assert.True((await PostAsync(api)).Ok());
    }

    [Fact]
    public void No_clock_is_decades_off()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Simulator.Clock.Offset = SlackClock.MaxOffset + TimeSpan.FromTicks(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Simulator.Clock.Offset = -SlackClock.MaxOffset - TimeSpan.FromTicks(1));
        Assert.Equal(TimeSpan.Zero, Simulator.Clock.Offset);
    }

    private static Task<System.Text.Json.JsonElement> PostAsync(Api api) => api.FormAsync("chat.postMessage", ("channel", Channel), ("text", "x"));

    private static DateTimeOffset TimeOf(string ts) =>
        DateTimeOffset.UnixEpoch + TimeSpan.FromMicroseconds(long.Parse(ts.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture));
}
