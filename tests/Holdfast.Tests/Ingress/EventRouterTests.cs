using Holdfast.Inbound;
using Holdfast.Items;
using Holdfast.Records;
using Holdfast.Slack;
using Holdfast.Slack.Envelopes;
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
    [InlineData("""{"channel":"D1","channel_type":"app_home"}""", "direct_message", "T1/D1")]
    [InlineData("""{"channel":"D1","channel_type":"something_new"}""", "direct_message", "T1/D1")]
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
        Assert.Equal((kind, conversation), (route.Message.Kind, route.Message.Conversation.ToString()));
        Assert.Equal(new SlackTs(Ts).Micros, route.Message.OrderKey);
    }

    [Theory]
    [Trait("Req", "AS-26")]
    [InlineData("""[{"id":"F1","name":"a.pdf","title":"A","mimetype":"application/pdf","size":12,"mode":"hosted"}]""", "F1 a.pdf application/pdf 12")]
    [InlineData("""[{"id":"F1","name":null,"title":"A","size":0},{"id":"F2","size":"7","mimetype":7}]""", "F1 A  |F2 F2  7")]
    [InlineData("""[{"id":"F1","file_access":"check_file_info"},{"id":"F2","mode":"tombstone"},{"id":"F3","mode":"hidden_by_limit"},{"name":"x"},7,null,[]]""", "F1 F1  ")]
    [InlineData("""{"id":"F1"}""", "")]
    [InlineData("null", "")]
    public void What_comes_with_a_message_is_told_of_as_far_as_Slack_tells(string files, string attachments)
    {
        var route = Assert.IsType<Route.ToLane>(EventRouter.Route(Event($$"""{"type":"app_mention","text":"<@UBOT>","files":{{files}}}"""), Me));
        Assert.Equal(attachments, string.Join('|', route.Message.Content.Attachments.Select(file => $"{file.Id} {file.Name} {file.MediaType} {file.Size}")));
    }

    [Fact]
    [Trait("Req", "AS-26")]
    public void Files_are_bounded_in_number_and_in_what_is_kept_of_each()
    {
        var name = new string('n', 254) + "😀" + new string('n', 100_000);
        var files = string.Join(',', Enumerable.Repeat($$"""{"id":"F1","name":"{{name}}","mimetype":"{{name}}"}""", 50));
        var route = Assert.IsType<Route.ToLane>(EventRouter.Route(Event($$"""{"type":"app_mention","text":"<@UBOT>","files":[{{files}}]}"""), Me));
        Assert.Equal(
            Enumerable.Repeat(new Attachment("F1", name[..254] + "…"), MessageContent.MaxAttachments), route.Message.Content.Attachments);
    }

    [Theory]
    [Trait("Req", "AS-26")]
    [InlineData("""{"thread_ts":"1600000000.000001","text":"","files":[{"id":"F1"}],"subtype":"file_share"}""", false)]
    [InlineData("""{"thread_ts":"1600000000.000001","text":"this","files":[{"id":"F1"}],"subtype":"file_share"}""", true)]
    [InlineData("""{"channel":"D1","channel_type":"im","text":"","files":[{"id":"F1"}],"subtype":"file_share"}""", true)]
    public void A_file_without_words_is_a_question_only_where_nobody_else_could_be_meant(string change, bool isQuestion)
    {
        var route = EventRouter.Route(Event(change), Me);
        Assert.Equal(isQuestion ? null : MessageRouter.FileWithoutWords, (route as Route.Ignore)?.Reason);
        Assert.Equal(isQuestion, route is Route.ToLane);
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
    [InlineData("""{"user":"USLACKBOT","channel":"D1","channel_type":"im","text":"I don't understand. Sorry!"}""", "from a bot")]
    [InlineData("""{"user":"USLACKBOT","thread_ts":"1600000000.000001","text":"Reminder: call"}""", "from a bot")]
    [InlineData("""{"subtype":"message_changed","hidden":true}""", "subtype message_changed")]
    [InlineData("""{"subtype":"message_changed","message":{"user":"U1","ts":"1.000001","text":"<@UBOT> a"},"previous_message":{"text":"<@UBOT> b"}}""", "subtype message_changed")]
    [InlineData("""{"subtype":"message_changed","message":{"user":"U1","ts":"1.000001","text":"a"},"previous_message":{"text":"<@UBOT> b"}}""", "subtype message_changed")]
    [InlineData("""{"subtype":"message_changed","message":{"user":"U1","ts":"1.000001","text":"<@UBOT> a"}}""", "subtype message_changed")]
    [InlineData("""{"subtype":"message_changed","channel":"D1","channel_type":"im","message":{"user":"U1","ts":"1.000001","text":"<@UBOT> a"},"previous_message":{"text":"b"}}""", "subtype message_changed")]
    [InlineData("""{"subtype":"message_changed","message":{"user":"U1","bot_id":"BOTHER","ts":"1.000001","text":"<@UBOT> a"},"previous_message":{"text":"b"}}""", "from a bot")]
    [InlineData("""{"subtype":"message_changed","message":{"user":"UBOT","bot_id":"BBOT","ts":"1.000001","text":"<@UBOT> a"},"previous_message":{"text":"b"}}""", "own message")]
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
    [Trait("Req", "AS-2")]
    [InlineData("""{"text":"<@U7> what do you think?","thread_ts":"1600000000.000001"}""", true)]
    [InlineData("""{"text":"  <@U7|seven> and you?","thread_ts":"1600000000.000001"}""", true)]
    [InlineData("""{"text":"what does <@U7> think?","thread_ts":"1600000000.000001"}""", false)]
    [InlineData("""{"text":"<@U7> and <@UBOT>","thread_ts":"1600000000.000001"}""", false)]
    [InlineData("""{"text":"<@U7> is away","channel":"D1","channel_type":"im"}""", false)]
    public void What_begins_by_mentioning_somebody_else_in_a_thread_is_left_to_them(string change, bool isForOthers)
    {
        var route = EventRouter.Route(Event(change), Me);
        Assert.Equal(isForOthers, route is Route.Ignore { Reason: MessageRouter.ForSomebodyElse });
        Assert.Equal($"message:T1/{(change.Contains("D1", StringComparison.Ordinal) ? "D1" : "C1")}/{Ts}", route.DedupeKey);
    }

    [Theory]
    [InlineData("""{"type":"app_home_opened","tab":"home"}""", null)]
    [InlineData("""{"type":"app_home_opened"}""", null)]
    [InlineData("""{"type":"app_home_opened","tab":"messages"}""", "not the home tab")]
    [InlineData("""{"type":"app_home_opened","user":null}""", "not the home tab")]
    [InlineData("""{"type":"agent_session_stopped"}""", null)]
    [InlineData("""{"type":"agent_session_stopped","channel":null}""", "no channel")]
    public void What_does_not_say_whose_or_where_is_kept_with_the_reason(string change, string? reason) =>
        Assert.Equal(reason, (EventRouter.Route(Event(change), Me) as Route.Ignore)?.Reason);

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
        Assert.False(EventRouter.Route(Event(change), Me, stopWord: null) is Route.ToInteraction);
    }

    [Theory]
    [Trait("Req", "AS-21")]
    [InlineData("""{"type":"app_mention","text":"<@UBOT> stop","thread_ts":"1600000000.000001","edited":{"ts":"1700000001.000000"}}""")]
    [InlineData($$"""{"subtype":"message_changed","ts":"1700000001.000000","message":{"user":"U1","ts":"{{Ts}}","text":"<@UBOT> stop","thread_ts":"1600000000.000001"},"previous_message":{"text":"<@U7> stop"} }""")]
    public void A_stop_that_is_made_by_an_edit_stops_once_whatever_became_of_the_message_as_it_was(string change)
    {
        var route = Assert.IsType<Route.ToInteraction>(EventRouter.Route(Event(change), Me, "stop"));
        Assert.Equal((InteractionKinds.StopWord, $"stop:message:T1/C1/{Ts}"), (route.Kind, route.DedupeKey));
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

    /// <summary>Or one person's could take all of the places.</summary>
    [Theory]
    [InlineData("interactive", """{"type":"block_actions","user":{"id":"U1"}}""")]
    [InlineData("slash_commands", """{"command":"/holdfast","user_id":"U1"}""")]
    [InlineData("events_api", """{"type":"event_callback","event":{"type":"app_home_opened","user":"U1"}}""")]
    [Trait("Req", "AS-1")]
    public void What_people_do_takes_places_of_their_own_share(string type, string payload) =>
        Assert.Equal(new ItemOwner("T1", "U1"), Assert.IsType<Route.ToInteraction>(EventRouter.Route(Raw(payload, type), Me)).Owner);

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

    [Theory]
    [Trait("Req", "RS-1")]
    [InlineData("null")]
    [InlineData("\"dup\"")]
    [InlineData("[]")]
    public void An_event_that_stands_there_twice_is_taken_in(string second)
    {
        var route = EventRouter.Route(Raw($$"""{"type":"event_callback","team_id":"T1","event_id":"Ev1","event":{"type":"tokens_revoked","tokens":{"bot":["UBOT"]} },"event":{{second}}}"""), Me);
        Assert.Equal("event:Ev1", Assert.IsType<Route.Ignore>(route).DedupeKey);
    }

    private const string Foreign = """{"team_id":"T9","authorizations":[{"team_id":"T9","user_id":"UBOT","is_bot":true,"is_enterprise_install":false}]}""";

    [Theory]
    [Trait("Req", "SE-5")]
    [InlineData("""{"channel":"D1","channel_type":"im","text":"use exec"}""")]
    [InlineData("""{"type":"app_mention","text":"<@UBOT> hi"}""")]
    [InlineData("""{"text":"<@UBOT> hi"}""")]
    [InlineData("""{"channel":"D1","channel_type":"im","text":"stop"}""")]
    [InlineData("""{"type":"app_uninstalled"}""")]
    [InlineData("""{"type":"tokens_revoked","tokens":{"bot":["UBOT"]}}""")]
    [InlineData("""{"type":"app_home_opened","tab":"home"}""")]
    [InlineData("""{"type":"agent_session_stopped"}""")]
    [InlineData("""{"type":"reaction_added"}""")]
    public void What_belongs_to_another_installation_is_kept_with_that_reason_and_nothing_else(string change)
    {
        foreach (var outer in (string[])[Foreign, """{"team_id":"T9"}""", """{"authorizations":[{"team_id":"T9"}]}"""])
        {
            var route = Assert.IsType<Route.Ignore>(EventRouter.Route(Event(change, outer: outer), Me, "stop"));
            Assert.Equal(("another workspace", "event:Ev1"), (route.Reason, route.DedupeKey));
        }
    }

    [Theory]
    [Trait("Req", "SE-5")]
    [InlineData("interactive", """{"type":"block_actions","trigger_id":"t1","team":{"id":"T9"},"user":{"id":"U1","team_id":"T9"}}""", true)]
    [InlineData("interactive", """{"type":"view_submission","trigger_id":"t1","team":{"id":"T9"},"view":{"id":"V1","app_installed_team_id":"T9"}}""", true)]
    [InlineData("interactive", """{"type":"shortcut","trigger_id":"t1","team":{"id":"T9"}}""", true)]
    [InlineData("slash_commands", """{"command":"/holdfast","trigger_id":"t1","team_id":"T9"}""", true)]
    [InlineData("interactive", """{"type":"block_actions","trigger_id":"t1","team":{"id":"T1"},"user":{"id":"U9","team_id":"T9"}}""", false)]
    [InlineData("interactive", """{"type":"view_submission","trigger_id":"t1","team":{"id":"T9"},"view":{"id":"V1","app_installed_team_id":"T1"}}""", false)]
    public void What_people_do_with_another_installation_is_kept_with_that_reason_wherever_they_are_at_home(string type, string payload, bool isForeign)
    {
        var route = EventRouter.Route(Raw(payload, type), Me);
        Assert.Equal(isForeign, route is Route.Ignore { Reason: "another workspace", DedupeKey: "trigger:t1" });
        Assert.Equal(!isForeign, route is Route.ToInteraction);
    }

    [Theory]
    [Trait("Req", "CX-1")]
    [InlineData("""{"team_id":"T9","context_team_id":"T1","is_ext_shared_channel":true,"authorizations":[{"team_id":"T1"}]}""")]
    [InlineData("""{"team_id":"T9","context_team_id":"T1","is_ext_shared_channel":true,"authorizations":[]}""")]
    public void What_is_said_in_a_shared_channel_belongs_to_the_installation_whoever_says_it(string outer)
    {
        var theirs = EventRouter.Route(Event("""{"type":"app_mention","text":"<@UBOT> hi","user":"U9","user_team":"T9","team":"T9"}""", outer: outer), Me);
        Assert.Equal(EventRouter.Route(Event("""{"type":"app_mention","text":"<@UBOT> hi","user":"U9"}"""), Me), theirs);
    }

    [Fact]
    [Trait("Req", "SE-5")]
    public void An_installation_for_a_whole_organisation_is_known_by_the_organisation()
    {
        var all = Me with { Team = new TeamId("E1") };
        const string ours = """{"team_id":"T7","authorizations":[{"enterprise_id":"E1","team_id":"T7","is_enterprise_install":true}]}""";
        var route = Assert.IsType<Route.ToLane>(EventRouter.Route(Event("""{"text":"<@UBOT> hi"}""", outer: ours), all));
        Assert.Equal($"E1/C1/{Ts}", route.Message.Conversation.ToString());
        Assert.IsType<Route.Ignore>(EventRouter.Route(Event("""{"text":"<@UBOT> hi"}""", outer: ours), Me));
    }

    [Theory]
    [Trait("Req", "RS-4")]
    [InlineData("""{"user":"U1","bot_id":"BOTHER","app_id":"A9","text":"<@UBOT> hi"}""", true)]
    [InlineData("""{"user":"U1","bot_id":"BOTHER","app_id":"A9","channel":"D1","channel_type":"im"}""", true)]
    [InlineData("""{"user":"USLACKBOT","text":"<@UBOT> hi"}""", true)]
    [InlineData("""{"user":"U1","bot_id":"BOTHER","text":"just talk"}""", false)]
    [InlineData("""{"user":"U1","bot_id":"BOTHER","text":"just talk","thread_ts":"1600000000.000001"}""", false)]
    public void What_an_app_posts_to_the_agent_is_told_apart_from_what_it_posts_beside_it(string change, bool isAddressed)
    {
        var route = Assert.IsType<Route.Ignore>(EventRouter.Route(Event(change), Me));
        Assert.Equal(("from a bot", isAddressed), (route.Reason, route.IsAddressed));
    }

    [Fact]
    [Trait("Req", "AS-2")]
    public void An_edit_that_adds_a_mention_goes_where_the_message_belongs_under_the_name_of_the_message()
    {
        var mention = Assert.IsType<Route.ToLane>(EventRouter.Route(
            Event("""{"type":"app_mention","text":"<@UBOT> sum it up","thread_ts":"1600000000.000001","edited":{"user":"U1","ts":"1700000009.000000"}}"""), Me));
        var change = Assert.IsType<Route.ToLane>(EventRouter.Route(
            Event(
                $$"""
                {"subtype":"message_changed","hidden":true,"ts":"1700000009.000100",
                 "message":{"type":"message","user":"U1","ts":"{{Ts}}","thread_ts":"1600000000.000001","text":"<@UBOT> sum it up","edited":{"user":"U1","ts":"1700000009.000000"} },
                 "previous_message":{"type":"message","user":"U1","ts":"{{Ts}}","thread_ts":"1600000000.000001","text":"sum it up"} }
                """,
                "Ev2"),
            Me));
        Assert.Equal(("mention", "T1/C1/1600000000.000001", $"message:T1/C1/{Ts}"), (mention.Message.Kind, mention.Message.Conversation.ToString(), mention.DedupeKey));
        Assert.Equal((true, false), (mention.IsEdit, mention.IsNewlyAddressed));
        Assert.Equal(mention with { EventType = "message", IsNewlyAddressed = true }, change);
    }

    [Theory]
    [Trait("Req", "AS-2")]
    [InlineData("""{"type":"app_mention","text":"<@UBOT> hi"}""", true)]
    [InlineData("""{"text":"<@UBOT> hi"}""", true)]
    [InlineData("""{"type":"app_mention","text":"<@UBOT> hi","edited":{"user":"U1","ts":"1700000009.000000"}}""", false)]
    [InlineData("""{"type":"app_mention","text":"<@UBOT> hi","thread_ts":"1600000000.000001"}""", false)]
    [InlineData("""{"thread_ts":"1600000000.000001"}""", false)]
    [InlineData("""{"channel":"D1","channel_type":"im"}""", false)]
    [InlineData("""{"channel":"D1","channel_type":"im","thread_ts":"1600000000.000001"}""", false)]
    public void Only_a_mention_outside_a_thread_begins_a_conversation(string change, bool begins) =>
        Assert.Equal(begins, Assert.IsType<Route.ToLane>(EventRouter.Route(Event(change), Me)).BeginsConversation);

    [Fact]
    [Trait("Req", "RS-3")]
    public void What_is_too_large_to_be_read_is_kept_with_that_reason()
    {
        var envelope = new SlackEnvelope { DeliveryId = "e1", Type = "events_api", OversizedLength = 5_000_000 };
        var route = Assert.IsType<Route.Ignore>(EventRouter.Route(envelope, Me));
        Assert.Equal(("events_api", "too large", "envelope:e1"), (route.EventType, route.Reason, route.DedupeKey));
    }

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
