using System.Globalization;
using Holdfast.Slack.Tests.Support;
using Holdfast.Slack.WebApi;
using Microsoft.AspNetCore.Http;

namespace Holdfast.Slack.Tests.WebApi;

[Trait("Req", "RS-6")]
public sealed class SlackTimeTests
{
    private readonly FakeClock _clock = new();

    [Theory]
    [InlineData(0, 0)]
    [InlineData(900, 898)]
    [InlineData(-900, -900)]
    public async Task How_far_our_clock_is_from_Slacks_is_learned_from_its_answers_as_far_as_it_is_certain(int ahead, int certain)
    {
        var client = await CallAsync("""{"ok":true}""", TimeSpan.FromSeconds(ahead));
        Assert.Equal(TimeSpan.FromSeconds(certain), client.Clock.Ahead);
        Assert.Equal(_clock.GetUtcNow() - client.Clock.Ahead, client.Clock.Now);
    }

    [Theory]
    [InlineData("<html>Sign in</html>")]
    [InlineData("""{"message":"Forbidden"}""")]
    public async Task A_page_has_its_own_clock(string body) =>
        Assert.Equal(TimeSpan.Zero, (await CallAsync(body, TimeSpan.FromHours(1))).Clock.Ahead);

    [Fact]
    public void What_several_answers_tell_is_what_they_have_in_common_until_a_clock_is_set()
    {
        var slack = new SlackTime(_clock);
        var date = _clock.GetUtcNow();
        slack.Learn(new(date.AddSeconds(5), date, date.AddSeconds(15)));
        Assert.Equal(TimeSpan.FromSeconds(3), slack.Ahead);
        slack.Learn(new(date.AddSeconds(10), date, date.AddSeconds(11)));
        Assert.Equal(TimeSpan.FromSeconds(8), slack.Ahead);
        slack.Learn(new(date.AddSeconds(4), date, date.AddSeconds(60)));
        Assert.Equal(TimeSpan.FromSeconds(8), slack.Ahead);
        slack.Learn(new(date.AddSeconds(0.1), date, date.AddSeconds(0.2)));
        Assert.Equal(TimeSpan.Zero, slack.Ahead);
    }

    [Theory]
    [InlineData("9999-12-31T23:59:59Z")]
    [InlineData("0001-01-01T00:00:00Z")]
    public void A_date_that_no_clock_shows_is_no_time_of_Slacks(string date)
    {
        var slack = new SlackTime(_clock);
        slack.Learn(new(_clock.GetUtcNow(), DateTimeOffset.Parse(date, CultureInfo.InvariantCulture), _clock.GetUtcNow()));
        Assert.Equal((TimeSpan.Zero, _clock.GetUtcNow()), (slack.Ahead, slack.Now));
    }

    [Fact]
    public void A_clock_that_was_in_another_age_and_is_set_right_leads_nobody_out_of_the_calendar()
    {
        var slack = new SlackTime(_clock);
        var (date, age) = (_clock.GetUtcNow(), _clock.GetUtcNow().AddYears(6_000));
        slack.Learn(new(age, date, age));
        Assert.Equal(DateTimeOffset.UnixEpoch, slack.Now);
        Assert.Equal(date, slack.Of(age), TimeSpan.FromSeconds(3));
    }

    /// <summary>Clocks drift: what was certain minutes ago need not be now.</summary>
    [Fact]
    public void What_was_learned_is_forgotten_in_minutes_also_where_no_answer_speaks_against_it()
    {
        var slack = new SlackTime(_clock);
        var date = _clock.GetUtcNow();
        slack.Learn(new(date.AddSeconds(10), date, date.AddSeconds(11)));
        _clock.Advance(TimeSpan.FromMinutes(5));
        slack.Learn(new(date.AddSeconds(4), date, date.AddSeconds(60)));
        Assert.Equal(TimeSpan.FromSeconds(2), slack.Ahead);
    }

    private async Task<SlackWebClient> CallAsync(string body, TimeSpan ahead)
    {
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            context.Response.Headers.Date = (_clock.GetUtcNow() - ahead).ToString("R", CultureInfo.InvariantCulture);
            await context.Response.WriteAsync(body);
        });
        var client = Clients.To(server.ApiUrl, time: _clock);
        await Record.ExceptionAsync(() => client.CallAsync("api.test", Clients.Token, default, CancellationToken.None).Soon());
        return client;
    }
}
