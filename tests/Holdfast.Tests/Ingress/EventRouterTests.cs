using Holdfast.Ingress;
using Holdfast.Interactions;
using Holdfast.Slack;
using static Holdfast.Tests.Ingress.Envelopes;

namespace Holdfast.Tests.Ingress;

public sealed class EventRouterTests
{
    private const string Ts = "1700000000.000100";

    [Theory]
    [Trait("Req", "AS-2")]
    [InlineData("""{"type":"app_mention","text":"<@UBOT> hi","channel_type":null}""", "mention", $"T1/C1/{Ts}")]
    [InlineData("""{"text":"hey <@UBOT> hi"}""", "mention", $"T1/C1/{Ts}")]
    [InlineData("""{"text":"hey <@UBOT|holdfast> hi"}""", "mention", $"T1/C1/{Ts}")]
    [InlineData("""{"type":"app_mention","text":"<@UBOT>","thread_ts":"1600000000.000001"}""", "mention", "T1/C1/1600000000.000001")]
    [InlineData("""{"thread_ts":"1600000000.000001"}""", "thread_reply", "T1/C1/1600000000.000001")]
    [InlineData("""{"thread_ts":"1600000000.000001","subtype":"thread_broadcast"}""", "thread_reply", "T1/C1/1600000000.000001")]
    [InlineData("""{"channel":"D1","channel_type":"im"}""", "direct_message", "T1/D1")]
    [InlineData("""{"channel":"D1","channel_type":null}""", "direct_message", "T1/D1")]
    [InlineData("""{"channel":"D1","channel_type":"im","thread_ts":"1600000000.000001"}""", "direct_message", "T1/D1/1600000000.000001")]
    [InlineData("""{"channel":"D1","channel_type":"im","text":"<@UBOT> hi"}""", "direct_message", "T1/D1")]
    [InlineData("""{"channel":"D1","channel_type":"im","subtype":"file_share"}""", "direct_message", "T1/D1")]
    [InlineData("""{"channel":"D1","channel_type":"im","subtype":"me_message"}""", "direct_message", "T1/D1")]
    [InlineData("""{"channel":"D1","channel_type":"im","text":null}""", "direct_message", "T1/D1")]
    [InlineData("""{"channel":"G1","channel_type":"mpim","text":"<@UBOT> hi"}""", "mention", $"T1/G1/{Ts}")]
    [InlineData("""{"channel":{"id":"C9"},"user":{"id":"U9"},"text":"<@UBOT>"}""", "mention", $"T1/C9/{Ts}")]
    [InlineData("""{"thread_ts":"nonsense","text":"<@UBOT>"}""", "mention", $"T1/C1/{Ts}")]
    [InlineData("""{"thread_ts":7,"text":"<@UBOT>"}""", "mention", $"T1/C1/{Ts}")]
    public void What_is_for_the_agent_goes_to_the_lane_of_its_conversation(string change, string kind, string conversation)
    {
        var route = Assert.IsType<Route.ToLane>(EventRouter.Route(Event(change), Me));
        Assert.Equal((kind, conversation), (route.Kind, route.Conversation.ToString()));
        Assert.Equal(new SlackTs(Ts).Micros, route.OrderKey);
    }

    [Theory]
    [Trait("Req", "RS-4")]
    [InlineData("""{"text":"just talk"}""", "not addressed to the app")]
    [InlineData("""{"text":null}""", "not addressed to the app")]
    [InlineData("""{"text":"ask <@UBOTTOM>"}""", "not addressed to the app")]
    [InlineData("""{"channel":"G1","channel_type":"mpim"}""", "not addressed to the app")]
    [InlineData("""{"user":"UBOT","text":"<@UBOT>"}""", "own message")]
    [InlineData("""{"bot_id":"BBOT","user":null,"text":"<@UBOT>"}""", "own message")]
    [InlineData("""{"bot_id":"BOTHER","text":"<@UBOT> hi"}""", "from a bot")]
    [InlineData("""{"bot_id":"BOTHER","channel":"D1","channel_type":"im"}""", "from a bot")]
    [InlineData("""{"subtype":"message_changed","hidden":true}""", "subtype message_changed")]
    [InlineData("""{"subtype":"message_deleted"}""", "subtype message_deleted")]
    [InlineData("""{"subtype":"channel_join"}""", "subtype channel_join")]
    [InlineData("""{"subtype":"bot_message","bot_id":"BOTHER","text":"<@UBOT>"}""", "subtype bot_message")]
    [InlineData("""{"hidden":true,"text":"<@UBOT>"}""", "hidden")]
    [InlineData("""{"channel":null,"text":"<@UBOT>"}""", "no channel")]
    [InlineData("""{"channel":"","text":"<@UBOT>"}""", "no channel")]
    [InlineData("""{"ts":null,"text":"<@UBOT>"}""", "no timestamp")]
    [InlineData("""{"ts":"soon","text":"<@UBOT>"}""", "no timestamp")]
    [InlineData("""{"user":null,"text":"<@UBOT>"}""", "no user")]
    [InlineData("""{"type":"reaction_added"}""", "no handler")]
    [InlineData("""{"type":"member_joined_channel"}""", "no handler")]
    [InlineData("""{"type":"channel_rename"}""", "no handler")]
    [InlineData("""{"type":"something_slack_invents_tomorrow"}""", "no handler")]
    public void What_is_not_for_the_agent_is_kept_with_the_reason(string change, string reason)
    {
        var route = Assert.IsType<Route.Ignore>(EventRouter.Route(Event(change), Me));
        Assert.Equal((reason, "event:Ev1"), (route.Reason, route.DedupeKey));
    }

    [Theory]
    [Trait("Req", "RS-4")]
    [InlineData("not json", "unreadable", "unreadable payload")]
    [InlineData("", "unreadable", "unreadable payload")]
    [InlineData("[]", "unreadable", "unreadable payload")]
    [InlineData("{\"type\":\"event_callback\",\"event\":{\"type\":\"mess", "unreadable", "unreadable payload")]
    [InlineData("{}", "unknown", "no handler")]
    [InlineData("""{"type":"event_callback"}""", "event_callback", "no handler")]
    [InlineData("""{"type":"event_callback","event":[1,2]}""", "event_callback", "no handler")]
    [InlineData("""{"type":"app_rate_limited","minute_rate_limited":1}""", "app_rate_limited", "no handler")]
    public void Garbage_is_acknowledged_and_recognised_again_by_its_envelope(string payload, string type, string reason)
    {
        var route = Assert.IsType<Route.Ignore>(EventRouter.Route(Raw(payload), Me));
        Assert.Equal((type, reason, "envelope:e1"), (route.EventType, route.Reason, route.DedupeKey));
    }

    [Theory]
    [InlineData("something_new")]
    [InlineData("hello")]
    public void Envelopes_of_other_kinds_are_kept_with_the_reason(string type)
    {
        var route = Assert.IsType<Route.Ignore>(EventRouter.Route(Raw("""{"type":"block_actions"}""", type), Me));
        Assert.Equal((type, "no handler", "envelope:e1"), (route.EventType, route.Reason, route.DedupeKey));
    }

    [Theory]
    [Trait("Req", "AS-21")]
    [InlineData("""{"channel":"D1","channel_type":"im","text":"stop"}""", true)]
    [InlineData("""{"channel":"D1","channel_type":"im","text":"  Stop "}""", true)]
    [InlineData("""{"type":"app_mention","text":"<@UBOT> stop"}""", true)]
    [InlineData("""{"text":"<@UBOT|holdfast> STOP"}""", true)]
    [InlineData("""{"thread_ts":"1600000000.000001","text":"stop"}""", true)]
    [InlineData("""{"channel":"D1","channel_type":"im","text":"stop it"}""", false)]
    [InlineData("""{"channel":"D1","channel_type":"im","text":"don't stop"}""", false)]
    [InlineData("""{"thread_ts":"1600000000.000001","text":"<@U7> stop"}""", false)]
    public void A_message_that_says_only_the_word_stops_and_is_known_again_as_the_message_that_it_is(string change, bool stops)
    {
        var route = EventRouter.Route(Event(change), Me, "stop");
        Assert.Equal(stops, route is Route.ToInteraction { Kind: InteractionKinds.StopWord });
        Assert.Equal(EventRouter.Route(Event(change), Me).DedupeKey, route.DedupeKey);
        Assert.IsType<Route.ToLane>(EventRouter.Route(Event(change), Me, stopWord: null));
    }

    [Theory]
    [Trait("Req", "AS-21")]
    [InlineData("""{"text":"stop"}""")]
    [InlineData("""{"text":"stop","user":"UBOT","thread_ts":"1600000000.000001"}""")]
    [InlineData("""{"text":"stop","bot_id":"BOTHER","channel":"D1","channel_type":"im"}""")]
    public void The_word_stops_nothing_where_it_is_not_for_the_app(string change) => Assert.IsType<Route.Ignore>(EventRouter.Route(Event(change), Me, "stop"));

    [Fact]
    [Trait("Req", "AS-21")]
    public void Slacks_own_stop_button_is_handled_at_once()
    {
        var route = Assert.IsType<Route.ToInteraction>(EventRouter.Route(Event("""{"type":"agent_session_stopped"}"""), Me));
        Assert.Equal((InteractionKinds.SessionStopped, "event:Ev1"), (route.Kind, route.DedupeKey));
    }

    [Theory]
    [Trait("Req", "XP-8")]
    [InlineData("interactive", """{"type":"block_actions","trigger_id":"t1"}""", "interactive", "trigger:t1")]
    [InlineData("interactive", """{"type":"block_actions"}""", "interactive", "envelope:e1")]
    [InlineData("interactive", """{"type":"view_submission","trigger_id":"t1"}""", "interactive", "trigger:t1")]
    [InlineData("interactive", """{"type":"shortcut","trigger_id":"t1"}""", "interactive", "trigger:t1")]
    [InlineData("interactive", """{"type":"message_action","trigger_id":"t1"}""", "interactive", "trigger:t1")]
    [InlineData("slash_commands", """{"command":"/holdfast","text":"","trigger_id":"t1"}""", "slash_command", "trigger:t1")]
    public void What_people_do_is_handled_at_once_and_known_again_by_its_trigger(string type, string payload, string kind, string key)
    {
        var route = Assert.IsType<Route.ToInteraction>(EventRouter.Route(Raw(payload, type), Me));
        Assert.Equal((kind, key), (route.Kind, route.DedupeKey));
    }

    [Theory]
    [Trait("Req", "XP-8")]
    [InlineData("not json", "unreadable payload")]
    [InlineData("[]", "unreadable payload")]
    [InlineData("""{"type":"view_closed"}""", "no handler")]
    [InlineData("""{"type":"something_new"}""", "no handler")]
    [InlineData("{}", "no handler")]
    public void An_interaction_that_nobody_handles_is_kept_with_the_reason(string payload, string reason) =>
        Assert.Equal(reason, Assert.IsType<Route.Ignore>(EventRouter.Route(Raw(payload, "interactive"), Me)).Reason);

    [Fact]
    [Trait("Req", "RS-3")]
    public void A_mention_and_its_twin_message_share_conversation_kind_and_key_in_either_order()
    {
        var mention = EventRouter.Route(Event("""{"type":"app_mention","text":"<@UBOT> hi"}""", "Ev1", "e1"), Me);
        var message = EventRouter.Route(Event("""{"text":"<@UBOT> hi"}""", "Ev2", "e2"), Me);
        Assert.Equal($"message:T1/C1/{Ts}", mention.DedupeKey);
        Assert.Equal(mention with { EventType = "message" }, message);
    }

    [Fact]
    [Trait("Req", "RS-3")]
    public void A_redelivery_in_another_envelope_has_the_same_key()
    {
        foreach (var change in (string[])["""{"text":"<@UBOT> hi"}""", """{"type":"reaction_added"}"""])
            Assert.Equal(EventRouter.Route(Event(change, envelopeId: "e1"), Me), EventRouter.Route(Event(change, envelopeId: "e2"), Me));
    }

    [Theory]
    [Trait("Req", "RS-4")]
    [InlineData("""{"type":"app_uninstalled"}""", "app_uninstalled")]
    [InlineData("""{"type":"tokens_revoked","tokens":{"oauth":["U7"],"bot":["UBOT"]}}""", "tokens_revoked")]
    public void A_workspace_that_takes_the_rights_away_is_noticed(string change, string reason)
    {
        var route = Assert.IsType<Route.Revoked>(EventRouter.Route(Event(change), Me));
        Assert.Equal((reason, "event:Ev1"), (route.Reason, route.DedupeKey));
    }

    [Theory]
    [Trait("Req", "RS-4")]
    [InlineData("""{"type":"tokens_revoked"}""")]
    [InlineData("""{"type":"tokens_revoked","tokens":"all"}""")]
    [InlineData("""{"type":"tokens_revoked","tokens":{"oauth":["UBOT"]}}""")]
    [InlineData("""{"type":"tokens_revoked","tokens":{"oauth":["U7"],"bot":[]}}""")]
    [InlineData("""{"type":"tokens_revoked","tokens":{"bot":["UOTHER",7]}}""")]
    public void A_token_that_is_not_the_bots_own_stops_nothing(string change) =>
        Assert.Equal("no handler", Assert.IsType<Route.Ignore>(EventRouter.Route(Event(change), Me)).Reason);

    [Fact]
    [Trait("Req", "RS-16")]
    public void Words_of_a_stranger_are_bounded_before_they_are_counted_by()
    {
        var endless = new string('x', 5_000);
        Assert.Equal(40, EventRouter.Route(Event($$"""{"type":"{{endless}}"}"""), Me).EventType.Length);
        var subtype = Assert.IsType<Route.Ignore>(EventRouter.Route(Event($$"""{"subtype":"{{endless}}"}"""), Me));
        Assert.Equal("subtype ".Length + 40, subtype.Reason.Length);
        Assert.Equal(40, EventRouter.Route(Raw("{}", endless), Me).EventType.Length);
    }
}
