using System.Text.Json;
using Holdfast.Slack.WebApi.Conversations;

namespace Holdfast.Slack.Tests;

public sealed class SlackIdTests
{
    [Theory]
    [InlineData("1700000000.000100", 1_700_000_000_000_100)]
    [InlineData("1700000000", 1_700_000_000_000_000)]
    [InlineData("1700000000.5", 1_700_000_000_500_000)]
    [InlineData("0.000001", 1)]
    [InlineData("999999999999.999999", 999_999_999_999_999_999)]
    public void A_time_stamp_keeps_its_text_and_knows_its_order(string text, long micros)
    {
        Assert.True(SlackTs.TryParse(text, out var ts));
        Assert.Equal((text, micros), (ts.Value, ts.Micros));
        Assert.Equal(ts, SlackTs.FromMicros(micros));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(".5")]
    [InlineData("1.")]
    [InlineData("-1.5")]
    [InlineData("1.0000001")]
    [InlineData("1e5")]
    [InlineData("1.2.3")]
    [InlineData(" 1.2")]
    [InlineData("9999999999999.0")]
    public void Another_text_is_not_a_time_stamp(string? text)
    {
        Assert.False(SlackTs.TryParse(text, out var ts));
        Assert.Equal(default, ts);
        Assert.Equal("", ts.Value);
    }

    [Fact]
    public void Time_stamps_are_ordered_by_seconds_then_micros()
    {
        SlackTs[] sorted = [new("999999999.900000"), new("1700000000.000100"), new("1700000000.000200"), new("1700000001.000000")];
        Assert.Equal(sorted, sorted.Reverse().Order());
        Assert.True(sorted[0] < sorted[1] && sorted[1] <= sorted[2] && sorted[3] > sorted[2] && sorted[3] >= sorted[2]);
        Assert.Equal("1700000000.000100", SlackTs.FromMicros(sorted[1].Micros).Value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("C 1")]
    [InlineData("C1\n")]
    [InlineData("<!channel>")]
    public void An_id_that_could_break_a_line_or_a_message_is_refused(string text)
    {
        Assert.False(ChannelId.TryParse(text, out _));
        Assert.Throws<ArgumentException>(() => new ChannelId(text));
    }

    [Fact]
    public void Odd_ids_on_the_wire_do_not_cost_the_message()
    {
        var json = """{"ts":17,"user":{"id":"U1"},"bot_id":null,"thread_ts":"x","text":"hi"}""";
        var message = JsonSerializer.Deserialize(json, ConversationsJson.Contracts.SlackMessage)!;
        Assert.Equal("hi", message.Text);
        Assert.Equal(default, message.Ts);
        Assert.Equal("", message.User!.Value.Value);
    }

    [Theory, Trait("Req", "SE-3")]
    [InlineData("plain", "plain")]
    [InlineData("<!channel> & <@U1>", "&lt;!channel&gt; &amp; &lt;@U1&gt;")]
    [InlineData("&lt;", "&amp;lt;")]
    public void Escaped_text_cannot_command_slack_and_comes_back_whole(string text, string escaped)
    {
        Assert.Equal(escaped, SlackText.Escape(text));
        Assert.Equal(text, SlackText.Unescape(escaped));
    }
}
