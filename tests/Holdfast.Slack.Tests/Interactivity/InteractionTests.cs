using System.Text;
using Holdfast.Slack.BlockKit;
using Holdfast.Slack.Interactivity;

namespace Holdfast.Slack.Tests.Interactivity;

public sealed class InteractionTests
{
    [Fact]
    public void A_click_is_decoded()
    {
        var click = Assert.IsType<BlockActionsPayload>(InteractionPayload.TryRead("""
            {"actions":[{"type":"button","action_id":"approve","block_id":"b1","value":"run-1","action_ts":"1700000000.000100","text":{"type":"plain_text","text":"Approve","emoji":true}}],
            "type":"block_actions","user":{"id":"U1","username":"ann","team_id":"T1"},"team":{"id":"T1","domain":"d"},"api_app_id":"A1","trigger_id":"1.2.3",
            "container":{"type":"message","message_ts":"1.000001","channel_id":"C1","is_ephemeral":false},"channel":{"id":"C1","name":"general"},
            "message":{"ts":"1.000001","blocks":[]},"response_url":"https://hooks/secret","enterprise":null,"is_enterprise_install":false,
            "state":{"values":{"b2":{"a2":{"type":"static_select","selected_option":{"text":{"type":"plain_text","text":"A"},"value":"a"}}}}}}
            """u8));
        Assert.Equal(("approve", "run-1", "U1", "C1"),
            (click.Actions[0].ActionId, click.Actions[0].Value, click.User!.Id.Value, click.Container!.ChannelId!.Value.Value));
        Assert.Equal("a", click.State!.Find("b2", "a2")!.SelectedOption!.Value);
        Assert.Null(click.State.Find("b2", "none"));
        Assert.Equal("block_actions", click.ToString());
    }

    [Fact]
    public void A_submission_is_decoded_and_can_be_answered()
    {
        var submission = Assert.IsType<ViewSubmissionPayload>(InteractionPayload.TryRead("""
            {"type":"view_submission","team":null,"user":{"id":"U1"},"view":{"id":"V1","type":"modal","callback_id":"cb","private_metadata":"pm","hash":"h",
            "blocks":[{"type":"input"}],"state":{"values":{"b":{"a":{"type":"plain_text_input","value":"typed"}}}}},"response_urls":[]}
            """u8));
        Assert.Equal(("V1", "cb", "typed"), (submission.View!.Id, submission.View.CallbackId, submission.View.State!.Find("b", "a")!.Value));

        Assert.Equal("""{"response_action":"clear"}""", Encoding.UTF8.GetString(ViewSubmissionResponse.Clear().ToJson()));
        Assert.Equal("""{"response_action":"errors","errors":{"b":"Too short"}}""",
            Encoding.UTF8.GetString(ViewSubmissionResponse.Refuse(new Dictionary<string, string> { ["b"] = "Too short" }).ToJson()));
        Assert.Equal("""{"response_action":"push","view":{"type":"modal","blocks":[],"title":{"type":"plain_text","text":"T"}}}""",
            Encoding.UTF8.GetString(ViewSubmissionResponse.Push(View.Modal("T", [])).ToJson()));
    }

    [Fact]
    public void Closing_shortcuts_and_unknown_kinds_are_told_apart()
    {
        Assert.True(Assert.IsType<ViewClosedPayload>(InteractionPayload.TryRead("""{"type":"view_closed","is_cleared":true}"""u8)).IsCleared);
        Assert.Equal("go", Assert.IsType<ShortcutPayload>(InteractionPayload.TryRead("""{"type":"shortcut","callback_id":"go","team":null}"""u8)).CallbackId);
        Assert.Equal("1.000001",
            Assert.IsType<ShortcutPayload>(InteractionPayload.TryRead("""{"type":"message_action","message_ts":"1.000001"}"""u8)).MessageTs!.Value.Value);
        Assert.Equal("block_suggestion", Assert.IsType<UnknownInteraction>(InteractionPayload.TryRead("""{"type":"block_suggestion"}"""u8)).Type);
        Assert.Null(InteractionPayload.TryRead("nonsense"u8));
        Assert.Null(InteractionPayload.TryRead("[]"u8));
    }

    [Fact]
    public void A_command_is_decoded()
    {
        var command = SlashCommand.TryRead("""
            {"command":"/holdfast","text":"pause","team_id":"T1","channel_id":"C1","user_id":"U1","is_enterprise_install":"false","trigger_id":"1.2.3","response_url":"https://hooks/secret"}
            """u8)!;
        Assert.Equal(("/holdfast", "pause", "U1", "false"), (command.Command, command.Text, command.UserId.Value, command.IsEnterpriseInstall));
        Assert.Equal("/holdfast", command.ToString());
        Assert.Equal("true", SlashCommand.TryRead("""{"is_enterprise_install":true}"""u8)!.IsEnterpriseInstall);
        Assert.Null(SlashCommand.TryRead("[]"u8));
    }

    [Fact]
    public void One_field_of_another_kind_costs_nothing_else()
    {
        var click = Assert.IsType<BlockActionsPayload>(InteractionPayload.TryRead("""
            {"type":"block_actions","user":7,"team":[],"trigger_id":{"a":1},"is_enterprise_install":"false","enterprise":{"id":"E1","name":2},
            "container":"c","channel":{"id":"C1","name":7},"message":{"ts":"1.000001","text":[1],"reply_count":"many"},"response_url":null,
            "state":{"values":{"b":{"a":{"type":"plain_text_input","value":"kept"},"odd":7,"list":[]},"c":7,"\ud800":{"a":{}}}},
            "actions":[7,null,{"action_id":"a","value":{"x":1},"selected_date_time":"soon","selected_users":["U1",7,null,"U2"],"selected_channels":"C1",
            "selected_option":{"value":"no text"},"selected_options":[{"text":{"type":"plain_text","text":"A"},"value":"v"},"x"]}]}
            """u8));
        var action = Assert.Single(click.Actions);
        Assert.Equal(("a", null, null, null), (action.ActionId, action.Value, action.SelectedDateTime, action.SelectedOption));
        Assert.Equal(["U1", "U2"], action.SelectedUsers!.Select(user => user.Value));
        Assert.Null(action.SelectedChannels);
        Assert.Equal("v", Assert.Single(action.SelectedOptions!).Value);
        Assert.Equal(("C1", null, "E1", null), (click.Channel!.Id.Value, click.Channel.Name, click.Enterprise!.Id, click.Enterprise.Name));
        Assert.Null(click.User);
        Assert.Null(click.Team);
        Assert.Null(click.Container);
        Assert.Null(click.Message);
        Assert.Null(click.TriggerId);
        Assert.Equal("kept", click.State!.Find("b", "a")!.Value);
        Assert.Null(click.State.Find("b", "odd"));
        Assert.Null(click.State.Find("c", "a"));

        Assert.Empty(Assert.IsType<BlockActionsPayload>(InteractionPayload.TryRead("""{"type":"block_actions","actions":7}"""u8)).Actions);
        Assert.Empty(Assert.IsType<BlockActionsPayload>(InteractionPayload.TryRead("""{"type":"block_actions","actions":null}"""u8)).Actions);
        var submission = Assert.IsType<ViewSubmissionPayload>(
            InteractionPayload.TryRead("""{"type":"view_submission","view":{"id":7,"state":{"values":null}},"response_urls":[1,{"channel_id":"C1"}]}"""u8));
        Assert.Equal(("", "C1"), (submission.View!.Id, Assert.Single(submission.ResponseUrls).ChannelId!.Value.Value));
        Assert.Empty(submission.View.State!.Values);
        Assert.Null(Assert.IsType<ShortcutPayload>(InteractionPayload.TryRead("""{"type":"shortcut","callback_id":[],"channel":"C1"}"""u8)).CallbackId);
    }

    [Fact]
    public void Text_that_is_not_unicode_reads_as_absent()
    {
        var click = Assert.IsType<BlockActionsPayload>(InteractionPayload.TryRead(
            """{"type":"block_actions","user":{"id":"\ud800","username":"\udc00"},"actions":[{"action_id":"a","value":"x\ud800"}]}"""u8));
        Assert.Equal(("a", null), (click.Actions[0].ActionId, click.Actions[0].Value));
        Assert.Equal((default, null), (click.User!.Id, click.User.Username));
        var command = SlashCommand.TryRead("""{"command":"/x","text":"\ud800","user_id":7,"channel_id":null,"thread_ts":"1.000001"}"""u8)!;
        Assert.Equal(("/x", "", default, "1.000001"), (command.Command, command.Text, command.UserId, command.ThreadTs!.Value.Value));
    }
}
