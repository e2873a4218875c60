using System.Text.Json.Nodes;
using Holdfast.Conversations;
using Holdfast.Inbound;
using Holdfast.Items;
using Holdfast.Records;
using Holdfast.Slack;
using Holdfast.Slack.Envelopes;
using Holdfast.Slack.Text;
using Holdfast.Testing;
using Holdfast.Testing.Storage;
using static Holdfast.Tests.Ingress.Envelopes;

namespace Holdfast.Tests.Ingress;

/// <summary>Edits and deletions of what was said to the agent.</summary>
[Trait("Req", "AS-23")]
public sealed class CorrectionRouterTests
{
    private static readonly ConversationId Direct = ConversationId.Parse("T1/D1");

    [Theory]
    [InlineData("""{"channel":"D1","channel_type":"im"}""", """{"text":"a"}""", """{"text":"b &lt;"}""", "T1/D1", "b <")]
    [InlineData("""{"channel":"D1","channel_type":"im"}""", """{"text":"a","thread_ts":"1.000001"}""", """{"text":"b"}""", "T1/D1", "b")]
    [InlineData("""{"channel":"D1","channel_type":"im"}""", """{"text":"a","thread_ts":"0.000001"}""", """{"text":"b"}""", "T1/D1/0.000001", "b")]
    [InlineData("{}", """{"text":"<@UBOT> a"}""", """{"text":"<@UBOT> b"}""", "T1/C1/1.000001", "b")]
    [InlineData("{}", """{"text":"<@UBOT> a"}""", """{"text":"never mind"}""", "T1/C1/1.000001", "never mind")]
    [InlineData("{}", """{"text":"a","thread_ts":"0.000001"}""", """{"text":"b"}""", "T1/C1/0.000001", "b")]
    public void An_edit_of_what_may_have_been_for_the_agent_is_kept_beside_the_message(string where, string before, string now, string conversation, string text)
    {
        var correction = Assert.IsType<Route.Corrected>(EventRouter.Route(Edit(where, before, now), Me)).Correction;
        Assert.Equal((ConversationId.Parse(conversation), "1.000001", "U1", "3.000001", text), (correction.Conversation, correction.Message.Value, correction.User, correction.At.Value, correction.Content!.Text));
    }

    [Fact]
    public void A_deletion_is_kept_beside_the_message_without_its_words()
    {
        var deletion = Event("""{"subtype":"message_deleted","hidden":true,"channel":"D1","channel_type":"im","user":null,"ts":"3.000001","event_ts":"3.000001","previous_message":{"user":"U1","ts":"1.000001","text":"a"}}""");
        Assert.Equal(new Correction(Direct, new SlackTs("1.000001"), "U1", new SlackTs("3.000001"), null), Assert.IsType<Route.Corrected>(EventRouter.Route(deletion, Me)).Correction);
    }

    [Theory]
    [InlineData("{}", """{"text":"a"}""", """{"text":"b"}""")]
    [InlineData("""{"channel":"D1","channel_type":"im"}""", """{"text":"a"}""", """{"text":"a"}""")]
    [InlineData("""{"channel":"D1","channel_type":"im"}""", """{"text":"a"}""", """{"text":"b","edited":null}""")]
    [InlineData("""{"channel":"D1","channel_type":"im"}""", """{"text":"a","bot_id":"B9"}""", """{"text":"b"}""")]
    [InlineData("""{"channel":"D1","channel_type":"im"}""", """{"text":"a","user":"UBOT"}""", """{"text":"b"}""")]
    [InlineData("""{"channel":"D1","channel_type":"im"}""", """{"text":"a","ts":"x"}""", """{"text":"b"}""")]
    [InlineData("""{"channel":null}""", """{"text":"<@UBOT> a"}""", """{"text":"<@UBOT> b"}""")]
    public void What_changes_no_words_or_is_somebody_elses_is_none(string where, string before, string now) =>
        Assert.Equal("subtype message_changed", Assert.IsType<Route.Ignore>(EventRouter.Route(Edit(where, before, now), Me)).Reason);

    [Fact]
    public async Task Of_several_the_latest_counts_in_whatever_order_they_come()
    {
        var clock = new FakeClock();
        await using var store = new InMemoryStore(clock);
        var mention = new MessageContent("@U2 third") { Mentions = [new Mention(MentionKind.User, "U2", 0, 3)], Attachments = [new Attachment("F1", "a.pdf")] };
        Correction[] corrections =
        [
            new(Direct, new SlackTs("1.000001"), "U1", new SlackTs("9.000001"), mention), new(Direct, new SlackTs("1.000001"), "U1", new SlackTs("3.000001"), new MessageContent("second")),
            new(Direct, new SlackTs("2.000001"), "U1", new SlackTs("4.000001"), null), new(ConversationId.Parse("T1/D2"), new SlackTs("5.000001"), "U1", new SlackTs("6.000001"), null),
            new(Direct, new SlackTs("7.000001"), "U9", new SlackTs("8.000001"), null),
        ];
        foreach (var correction in corrections)
        {
            var item = clock.Item("l", "k") with { Settled = Settlement.Ignored("edit"), DedupeKey = $"{correction.At}", Records = [correction.ToRecord(clock.GetUtcNow())] };
            await store.AppendAsync([item], CancellationToken.None);
        }

        var found = await Correction.FindAsync(store, Direct, "U1", CancellationToken.None);
        Assert.Equal(2, found.Count);
        Assert.Equal(mention, found[new SlackTs("1.000001")].Content);
        Assert.Null(found[new SlackTs("2.000001")].Content);
    }

    private static SlackEnvelope Edit(string where, string before, string now)
    {
        var change = JsonNode.Parse(where)!.AsObject();
        change["subtype"] = "message_changed";
        change["hidden"] = true;
        change["user"] = null;
        change["ts"] = "3.000001";
        change["event_ts"] = "3.000001";
        change["previous_message"] = Message(before, "{}");
        change["message"] = Message(before, now);
        if (change["message"]!.AsObject() is var message && !message.ContainsKey("edited"))
            message["edited"] = new JsonObject { ["user"] = "U1", ["ts"] = "3.000001" };
        return Event(change.ToJsonString());
    }

    private static JsonObject Message(params string[] layers)
    {
        var message = JsonNode.Parse("""{"type":"message","user":"U1","ts":"1.000001"}""")!.AsObject();
        foreach (var (name, value) in layers.SelectMany(layer => JsonNode.Parse(layer)!.AsObject().ToList()))
            message[name] = value?.DeepClone();
        return message;
    }
}
