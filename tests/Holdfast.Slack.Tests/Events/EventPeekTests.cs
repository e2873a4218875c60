using System.Text;
using Holdfast.Slack.Events;

namespace Holdfast.Slack.Tests.Events;

public sealed class EventPeekTests
{
    private const string Mention = """
        {"token":"t","team_id":"T1","api_app_id":"A1","event":{"type":"app_mention","user":"U1","text":"<@U9> h\u00fc \ud83d\ude00","ts":"1700000000.000100",
        "channel":"C1","event_ts":"1700000000.000200","thread_ts":"1699999999.000100","bot_id":"B1","app_id":"A2","channel_type":"channel",
        "subtype":"file_share","hidden":true,"blocks":[{"type":"rich_text","elements":[{"type":"text","text":"x"}]}],"files":[{"id":"F1"}]},
        "type":"event_callback","event_id":"Ev1","event_time":1700000000,"authorizations":[{"enterprise_id":null,"team_id":"T1","user_id":"U9","is_bot":true,"is_enterprise_install":false}]}
        """;

    [Fact]
    public void The_summary_holds_what_routing_needs()
    {
        Assert.True(EventPeek.TryRead(Encoding.UTF8.GetBytes(Mention), out var summary));
        Assert.Equal(new EventSummary
        {
            Type = "event_callback",
            TeamId = "T1",
            Installation = "T1",
            EventId = "Ev1",
            EventTime = 1_700_000_000,
            EventType = "app_mention",
            Subtype = "file_share",
            Channel = "C1",
            ChannelType = "channel",
            User = "U1",
            BotId = "B1",
            AppId = "A2",
            Ts = "1700000000.000100",
            ThreadTs = "1699999999.000100",
            EventTs = "1700000000.000200",
            Text = "<@U9> hü 😀",
            Hidden = true,
            Blocks = summary.Blocks,
            Files = summary.Files,
        }, summary);
        Assert.Equal("""[{"type":"rich_text","elements":[{"type":"text","text":"x"}]}]""", summary.Blocks?.GetRawText());
        Assert.Equal([new FileSummary { Id = "F1" }], Assert.IsType<FileSummary[]>(summary.Files));
        Assert.Equal("app_mention Ev1", summary.ToString());
    }

    [Theory]
    [InlineData("""{"team_id":"T9","context_team_id":"T9","authorizations":[{"enterprise_id":null,"team_id":"T1","is_enterprise_install":false}]}""", "T1")]
    [InlineData("""{"authorizations":[{"team_id":"T1","user_id":"U1"},{"team_id":"T2"}],"team_id":"T9"}""", "T1")]
    [InlineData("""{"authorizations":[{"enterprise_id":"E1","team_id":"T1","is_enterprise_install":true}],"team_id":"T1"}""", "E1")]
    [InlineData("""{"authorizations":[{"enterprise_id":"E1","team_id":null,"is_enterprise_install":true}],"team_id":"T1"}""", "E1")]
    [InlineData("""{"authorizations":[{"enterprise_id":"E1","team_id":"T1","is_enterprise_install":false}],"team_id":"T9"}""", "T1")]
    [InlineData("""{"authorizations":[],"team_id":"T9","context_team_id":"T1"}""", "T1")]
    [InlineData("""{"authorizations":[],"team_id":"T1"}""", "T1")]
    [InlineData("""{"authorizations":null,"team_id":"T1"}""", "T1")]
    [InlineData("""{"authorizations":["T9",7],"team_id":"T1"}""", "T1")]
    [InlineData("""{"authorizations":{"team_id":"T9"},"team_id":"T1","context_team_id":null}""", "T1")]
    [InlineData("""{"team_id":null}""", null)]
    [Trait("Req", "SE-5")]
    public void The_installation_is_the_one_that_is_told_of_the_event(string payload, string? installation)
    {
        Assert.True(EventPeek.TryRead(Encoding.UTF8.GetBytes(payload), out var summary));
        Assert.Equal(installation, summary.Installation);
    }

    [Fact]
    public void A_changed_message_is_outlined_as_it_is_and_as_it_was()
    {
        Assert.True(EventPeek.TryRead(
            """
            {"type":"event_callback","event":{"type":"message","subtype":"message_changed","hidden":true,"channel":"C1","channel_type":"channel","ts":"9.000001",
            "message":{"type":"message","user":"U1","text":"now","ts":"1.000001","thread_ts":"1.000000","edited":{"user":"U1","ts":"9.000000"},"blocks":[{"text":"no"}]},
            "previous_message":{"user":"U1","text":"before","ts":"1.000001","bot_id":"B1","app_id":"A1","subtype":"file_share"}}}
            """u8,
            out var summary));
        Assert.Equal(new MessageSummary { User = "U1", Text = "now", Ts = "1.000001", ThreadTs = "1.000000", EditedTs = "9.000000", Blocks = summary.Changed?.Blocks }, summary.Changed);
        Assert.Equal(new MessageSummary { User = "U1", Text = "before", Ts = "1.000001", BotId = "B1", AppId = "A1", Subtype = "file_share" }, summary.Previous);
        var message = summary.AsMessage();
        Assert.Equal(
            (null, false, "C1", "channel", "1.000001", "1.000000", "U1", "now", "9.000000"),
            (message.Subtype, message.Hidden, message.Channel, message.ChannelType, message.Ts, message.ThreadTs, message.User, message.Text, message.EditedTs));

        Assert.True(EventPeek.TryRead("""{"event":{"type":"app_mention","ts":"1.000001","edited":{"ts":"2.000000"},"message":7,"previous_message":[]}}"""u8, out var mention));
        Assert.Equal(("2.000000", null, null), (mention.EditedTs, mention.Changed, mention.Previous));
        Assert.Equal(mention, mention.AsMessage());
    }

    [Fact]
    public void No_prefix_of_a_payload_throws_or_passes()
    {
        var payload = Encoding.UTF8.GetBytes(Mention);
        for (var length = 0; length < payload.Length; length++)
            Assert.False(EventPeek.TryRead(payload.AsSpan(0, length), out _), $"The first {length} bytes passed.");
    }

    [Fact]
    public void No_mutation_of_a_payload_throws()
    {
        var random = new Random(20260102);
        var payload = Encoding.UTF8.GetBytes(Mention);
        for (var round = 0; round < 20_000; round++)
        {
            var mutated = payload.ToArray();
            for (var n = random.Next(1, 4); n > 0; n--)
                mutated[random.Next(mutated.Length)] = (byte)random.Next(256);
            EventPeek.TryRead(mutated, out _);
            EventCallback.TryRead(mutated)?.Decode();
        }
    }

    [Theory]
    [InlineData("""{"event":{"type":"channel_created","channel":{"name":"n","id":"C2","x":{"id":"no"}},"user":{"id":"U2"}}}""", "channel_created", "C2", "U2")]
    [InlineData("""{"event":{"type":"team_join","user":{"profile":{},"id":"U3"},"channel":null}}""", "team_join", null, "U3")]
    [InlineData("""{"event":{"type":7,"channel":[1],"user":true,"text":{},"ts":1.5,"hidden":"yes"},"event_time":"x","team_id":{}}""", null, null, null)]
    [InlineData("""{"event":null}""", null, null, null)]
    [InlineData("""{"event":"x"}""", null, null, null)]
    [InlineData("""{"event":{"type":"a","type":"b"},"event_time":1e99}""", "b", null, null)]
    [InlineData("{}", null, null, null)]
    public void Fields_of_another_kind_read_as_absent(string payload, string? type, string? channel, string? user)
    {
        Assert.True(EventPeek.TryRead(Encoding.UTF8.GetBytes(payload), out var summary));
        Assert.Equal((type, channel, user), (summary.EventType, summary.Channel, summary.User));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("UNAUTHENTICATED: cache_error")]
    [InlineData("{}{}")]
    [InlineData("{} x")]
    [InlineData("""{"type":"\ud800"}""")]
    public void What_is_not_one_object_is_refused(string payload) =>
        Assert.False(EventPeek.TryRead(Encoding.UTF8.GetBytes(payload), out _));

    [Fact]
    public void Events_are_decoded_late_and_unknown_ones_survive()
    {
        var callback = EventCallback.TryRead(Encoding.UTF8.GetBytes(Mention))!;
        var mention = Assert.IsType<AppMentionEvent>(callback.Decode());
        Assert.Equal(("C1", "U1", "F1"), (mention.Channel!.Value.Value, mention.User!.Value.Value, mention.Files!.Value[0].GetProperty("id").GetString()));
        Assert.True(callback.Authorizations![0].IsBot);

        var unknown = Assert.IsType<UnknownEvent>(EventCallback.TryRead("""{"event":{"type":"brand_new","x":1}}"""u8)!.Decode());
        Assert.Equal(("brand_new", 1), (unknown.Type, unknown.Raw.GetProperty("x").GetInt32()));

        // A known type in another shape is kept like an unknown one.
        Assert.IsType<UnknownEvent>(EventCallback.TryRead("""{"event":{"type":"message","text":[1]}}"""u8)!.Decode());
        Assert.IsType<MessageEvent>(EventCallback.TryRead("""{"event":{"type":"message","text":"x"}}"""u8)!.Decode());
        Assert.IsType<UnknownEvent>(EventCallback.TryRead("{}"u8)!.Decode());
    }
}
