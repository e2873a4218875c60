using System.Text;
using System.Text.Json;
using Holdfast.Conversations;
using Holdfast.Inbound;
using Holdfast.Items;
using Holdfast.Records;
using Holdfast.Slack.Text;
using static Holdfast.Tests.Ingress.Envelopes;

namespace Holdfast.Tests.Ingress;

public sealed class InboundMessageTests
{
    [Theory]
    [InlineData("<@UBOT> hello", "hello")]
    [InlineData("<@UBOT>", "")]
    [InlineData("<@UBOT|holdfast> hello", "hello")]
    [InlineData("hello <@UBOT>, and <@U2>", "hello , and @U2")]
    [InlineData("<@U2> hello", "@U2 hello")]
    [InlineData("<@UBOTTOM> hello", "@UBOTTOM hello")]
    [InlineData("a &lt;b&gt; &amp; c", "a <b> & c")]
    [InlineData("&amp;lt; stays as typed", "&lt; stays as typed")]
    [InlineData("  \n two\nlines \t", "two\nlines")]
    [InlineData("", "")]
    public void Text_is_what_was_typed_without_the_mention_that_called_the_app(string text, string plain)
    {
        var route = Assert.IsType<Route.ToLane>(EventRouter.Route(Event($$"""{"type":"app_mention","text":{{JsonSerializer.Serialize(text)}}}"""), Me));
        Assert.Equal((plain, "U1"), (route.Message.Content.Text, route.Message.User));
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("")]
    [InlineData("\"quotes\" and \\ and\nlines and <b> and ü and 🥚 and \u2028")]
    [Trait("Req", "CX-1")]
    public void What_was_understood_is_read_again_with_the_event_as_it_came(string text)
    {
        var message = new InboundMessage(ConversationId.Parse("T1/C1/1600000000.000001"), InboundKinds.ThreadReply, 1_700_000_000_000_100, "U1", Content(text));
        var nested = string.Concat(Enumerable.Repeat("[", 500)) + string.Concat(Enumerable.Repeat("]", 500));
        var slackEvent = Encoding.UTF8.GetBytes($$"""{ "event": {"user":"U9","text":"other"}, "deep": {{nested}} }""");
        var item = Kept(message.ToPayload(slackEvent));
        Assert.Equal(message, InboundMessage.Read(item));
        Assert.Equal(slackEvent, InboundMessage.EventOf(item).ToArray());
        Assert.Equal("1700000000.000100", InboundMessage.Read(item).Ts.Value);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"event":{}}""")]
    [InlineData("""{"conversation":"T1/C1","order":"soon","event":{}}""")]
    [InlineData("""{"type":"event_callback","event":{}}""")]
    public void What_is_none_is_told_apart(string payload) =>
        Assert.Throws<FormatException>(() => InboundMessage.Read(Kept(Encoding.UTF8.GetBytes(payload))));

    private static MessageContent Content(string text) => new(text)
    {
        Attachments = text.Length == 0 ? [] : [new Attachment("F1", text) { MediaType = "image/png", Size = 12 }, new Attachment("F2", "F2")],
        Mentions = text.Length < 3 ? [] : [new Mention(MentionKind.User, "U2", 0, 1), new Mention(MentionKind.Group, "S1", 1, 2)],
    };

    private static LaneItem Kept(ReadOnlyMemory<byte> payload) => new()
    {
        Id = default, Sequence = 1, Queue = LaneQueue.Inbound, Lane = "l", Kind = InboundKinds.Mention, Payload = payload, OrderKey = 0,
        EnqueuedAt = DateTimeOffset.UnixEpoch, Attempt = 0, InDoubt = false,
    };
}
