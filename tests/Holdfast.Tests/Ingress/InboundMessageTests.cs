using System.Text.Json;
using Holdfast.Inbound;
using Holdfast.Items;
using static Holdfast.Tests.Ingress.Envelopes;

namespace Holdfast.Tests.Ingress;

public sealed class InboundMessageTests
{
    [Theory]
    [InlineData("<@UBOT> hello", "hello")]
    [InlineData("<@UBOT>", "")]
    [InlineData("<@UBOT|holdfast> hello", "hello")]
    [InlineData("hello <@UBOT>, and <@U2>", "hello , and <@U2>")]
    [InlineData("<@U2> hello", "<@U2> hello")]
    [InlineData("<@UBOTTOM> hello", "<@UBOTTOM> hello")]
    [InlineData("a &lt;b&gt; &amp; c", "a <b> & c")]
    [InlineData("&amp;lt; stays as typed", "&lt; stays as typed")]
    [InlineData("  \n two\nlines \t", "two\nlines")]
    [InlineData("", "")]
    public void Text_is_what_was_typed_without_the_mention_that_called_the_app(string text, string plain)
    {
        var message = Read($$"""{"text":{{JsonSerializer.Serialize(text)}}}""", InboundKinds.Mention);
        Assert.Equal((plain, "U1"), (message!.Text, message.User));
    }

    [Theory]
    [InlineData("{}", InboundKinds.Mention)]
    [InlineData("""{"thread_ts":"1600000000.000001"}""", InboundKinds.ThreadReply)]
    [InlineData("""{"thread_ts":"1600000000.000001","text":"<@UBOT>"}""", InboundKinds.Mention)]
    [InlineData("""{"channel":"D1","channel_type":"im"}""", InboundKinds.DirectMessage)]
    [InlineData("""{"channel":"D1","channel_type":"im","thread_ts":"1600000000.000001"}""", InboundKinds.DirectMessage)]
    [Trait("Req", "CX-1")]
    public void The_conversation_is_the_one_that_the_router_chose(string change, string kind)
    {
        var mention = kind == InboundKinds.Mention ? change.Replace("{", """{"type":"app_mention",""", StringComparison.Ordinal).Replace(",}", "}", StringComparison.Ordinal) : change;
        var route = Assert.IsType<Route.ToLane>(EventRouter.Route(Event(mention), Me));
        Assert.Equal(kind, route.Kind);
        Assert.Equal(route.Conversation, Read(mention, kind)!.Conversation);
    }

    [Theory]
    [InlineData("""{"channel":null}""")]
    [InlineData("""{"ts":"soon"}""")]
    public void A_payload_that_lost_what_matters_reads_as_nothing(string change) => Assert.Null(Read(change, InboundKinds.Mention));

    private static InboundMessage? Read(string change, string kind) => InboundMessage.Read(
        new LaneItem
        {
            Id = default, Sequence = 1, Queue = LaneQueue.Inbound, Lane = "l", Kind = kind, Payload = Event(change).Payload, OrderKey = 0,
            EnqueuedAt = DateTimeOffset.UnixEpoch, Attempt = 0, InDoubt = false,
        },
        Me);
}
