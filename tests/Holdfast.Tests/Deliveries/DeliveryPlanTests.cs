using System.Text;
using System.Text.Json;
using Holdfast.Conversations;
using Holdfast.Deliveries;
using Holdfast.Items;
using Holdfast.Slack;
using Holdfast.Testing;

namespace Holdfast.Tests.Deliveries;

public sealed class DeliveryPlanTests
{
    private static readonly ConversationId Here = new(new TeamId("T1"), new ChannelId("C1"), new SlackTs("1700000000.000100"));

    [Theory]
    [InlineData("1700000000.000100")]
    [InlineData(null)]
    [Trait("Req", "RS-14")]
    public void A_plan_that_was_kept_is_the_plan_that_was_made_byte_for_byte(string? thread)
    {
        var clock = new FakeClock();
        const string arguments = """{ "text" : "ä \u00e9 \"quoted\" <x>",  "n":1.50, "nested":{"a":[null,true]} }""";
        var plan = new DeliveryPlan
        {
            Method = "chat.postMessage", Arguments = Encoding.UTF8.GetBytes(arguments), Cause = ItemId.New(clock), Team = "T1", Channel = "C1", Thread = thread,
        };
        var item = plan.ToItem(ItemId.New(clock), Here, "trace");
        Assert.Equal((LaneQueue.Outbound, Here.ToString(), DeliveryPlan.ItemKind, "trace"), (item.Queue, item.Lane, item.Kind, item.TraceParent));
        var read = DeliveryPlan.Read(item.Payload);
        Assert.Equal(plan with { Arguments = default }, read with { Arguments = default });
        Assert.Equal(arguments, Encoding.UTF8.GetString(read.Arguments.Span));
    }

    /// <summary>What an older version has written must be readable for as long as items may wait.</summary>
    [Fact]
    [Trait("Req", "RS-14")]
    public void The_form_on_disk_stays()
    {
        var cause = new ItemId(Guid.ParseExact("0198f7a0000070008000000000000001", "N"));
        var plan = new DeliveryPlan { Method = "m", Arguments = "{}"u8.ToArray(), Cause = cause, Team = "T1", Channel = "C1", Thread = "1.2" };
        Assert.Equal(
            """{"method":"m","arguments":{},"cause":"0198f7a0000070008000000000000001","team":"T1","channel":"C1","thread":"1.2"}""",
            Encoding.UTF8.GetString(plan.ToItem(cause, Here, null).Payload.Span));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"method":"m","arguments":{},"cause":"nonsense","team":"T1","channel":"C1"}""")]
    public void What_is_none_of_ours_is_refused(string payload) => Assert.Throws<JsonException>(() => DeliveryPlan.Read(Encoding.UTF8.GetBytes(payload)));
}
