using System.Text;
using Holdfast.Slack.Interactivity;

namespace Holdfast.Slack.Tests.Interactivity;

public sealed class InteractionPeekTests
{
    [Fact]
    public void A_click_is_outlined_whatever_the_order_of_its_properties()
    {
        var click = Peek("""
            {"actions":[{"type":"button","action_id":"approve","block_id":"b1","value":"run-1","action_ts":"1700000000.000100"},{"action_id":"second","value":"x"}],
            "container":{"type":"message","message_ts":"1.000002","channel_id":"C1","thread_ts":"1.000001"},"state":{"values":{"b":{"action_id":"no"}}},
            "channel":{"name":"general","id":"C1"},"message":{"user":"U9","ts":"1.000002","thread_ts":"1.000001","type":"message"},
            "team":{"domain":"d","id":"T1"},"user":{"id":"U1","team_id":"T9"},"trigger_id":"1.2.abc","type":"block_actions"}
            """);
        Assert.Equal(
            new InteractionSummary
            {
                Type = "block_actions", TriggerId = "1.2.abc", TeamId = "T1", Installation = "T1", UserId = "U1", ChannelId = "C1", MessageTs = "1.000002", ThreadTs = "1.000001",
                ActionId = "approve", BlockId = "b1", Value = "run-1", ActionTs = "1700000000.000100",
            },
            click);
        Assert.Equal("block_actions approve", click.ToString());
    }

    [Fact]
    public void A_choice_in_a_view_is_outlined()
    {
        var choice = Peek("""
            {"type":"block_actions","team":null,"user":{"id":"U1","team_id":"T1"},"container":{"type":"view","view_id":"V1"},
            "view":{"id":"V1","callback_id":"cb","blocks":[{"type":"input"}]},
            "actions":[{"type":"static_select","action_id":"a","selected_option":{"text":{"type":"plain_text","text":"A","value":"no"},"value":"chosen"}}]}
            """);
        Assert.Equal(("T1", "U1", null, "V1", "cb", "chosen"), (choice.TeamId, choice.UserId, choice.ChannelId, choice.ViewId, choice.CallbackId, choice.Value));
    }

    [Fact]
    public void Submissions_and_shortcuts_are_outlined()
    {
        var submission = Peek("""{"type":"view_submission","team":{"id":"T1"},"user":{"id":"U1"},"trigger_id":"t","view":{"id":"V1","callback_id":"cb"}}""");
        Assert.Equal(("view_submission", "cb", "V1", "t"), (submission.Type, submission.CallbackId, submission.ViewId, submission.TriggerId));

        var shortcut = Peek(
            """{"type":"message_action","callback_id":"go","action_ts":"2.000001","message_ts":"1.000002","channel":{"id":"C1"},"message":{"ts":"1.000002","thread_ts":"1.000001"}}""");
        Assert.Equal(("go", "2.000001", "1.000002", "1.000001", "C1"), (shortcut.CallbackId, shortcut.ActionTs, shortcut.MessageTs, shortcut.ThreadTs, shortcut.ChannelId));
    }

    [Fact]
    public void A_command_is_outlined()
    {
        var command = Peek(
            """{"command":"/holdfast","text":"private words","team_id":"T1","channel_id":"C1","user_id":"U1","is_enterprise_install":"false","trigger_id":"1.2.3"}""");
        Assert.Equal(
            new InteractionSummary { Type = "slash_command", Command = "/holdfast", TeamId = "T1", Installation = "T1", ChannelId = "C1", UserId = "U1", TriggerId = "1.2.3" }, command);
        Assert.Equal("slash_command /holdfast", command.ToString());
    }

    [Theory]
    [InlineData("""{"team":{"id":"T1"},"user":{"id":"U9","team_id":"T9"},"message":{"ts":"1.000002"}}""", "T1")]
    [InlineData("""{"team":{"id":"T9"},"user":{"id":"U9","team_id":"T9"},"view":{"id":"V1","app_installed_team_id":"T1"}}""", "T1")]
    [InlineData("""{"team":null,"user":{"id":"U1","team_id":"T1"}}""", "T1")]
    [InlineData("""{"team":null,"enterprise":{"id":"E1","name":"e"},"is_enterprise_install":true,"user":{"id":"U1","team_id":"T1"}}""", "E1")]
    [InlineData("""{"team":{"id":"T1"},"enterprise":{"id":"E1"},"is_enterprise_install":false}""", "T1")]
    [InlineData("""{"command":"/c","team_id":"T1","enterprise_id":"E1","is_enterprise_install":"false"}""", "T1")]
    [InlineData("""{"command":"/c","team_id":"T1","enterprise_id":"E1","is_enterprise_install":"true"}""", "E1")]
    [InlineData("""{"command":"/c","team_id":7,"is_enterprise_install":"true"}""", null)]
    [Trait("Req", "SE-5")]
    public void The_installation_is_the_apps_and_not_the_persons_own(string payload, string? installation) =>
        Assert.Equal(installation, Peek(payload).Installation);

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("null")]
    [InlineData("""{"type":"block_actions" """)]
    [InlineData("""{"type":"block_actions"} {}""")]
    [InlineData("""{"type":"block_actions","actions":[{]}""")]
    public void What_is_not_one_object_is_refused(string json) =>
        Assert.False(InteractionPeek.TryRead(Encoding.UTF8.GetBytes(json), out _));

    [Theory]
    [InlineData("""{"type":7,"trigger_id":{"a":[1]},"team":"T1","user":["U1"],"channel":7,"container":null,"message":"m","view":true,"actions":{"action_id":"no"},"command":[]}""")]
    [InlineData("""{"actions":[]}""")]
    [InlineData("""{"actions":[7,{"action_id":"second"}]}""")]
    [InlineData("""{"actions":[{"action_id":1,"block_id":{},"value":[{"x":1}],"selected_option":"o"}],"view":{"id":1},"container":{"view_id":null}}""")]
    [InlineData("""{"type":"\ud800","trigger_id":"a\udc00b","\ud800":"x","user":{"id":"\udfff","\udfff":1}}""")]
    public void Fields_of_another_kind_read_as_absent(string json) => Assert.Equal(default, Peek(json));

    [Fact]
    public void The_last_of_duplicates_counts()
    {
        var twice = Peek("""{"type":"a","user":{"id":"U1","id":"U2"},"type":"b","actions":[{"action_id":"x","value":"1"}],"actions":[{"action_id":"y"}]}""");
        Assert.Equal(("b", "U2", "y", null), (twice.Type, twice.UserId, twice.ActionId, twice.Value));
    }

    [Fact, Trait("Req", "RS-16")]
    public void Nothing_long_or_deep_is_kept()
    {
        var most = new string('x', InteractionSummary.MaxLength);
        Assert.Equal(most, Peek($$"""{"type":"{{most}}"}""").Type);
        Assert.Null(Peek($$"""{"type":"{{most}}x"}""").Type);
        Assert.Null(Peek($$"""{"type":"{{new string('x', 5_000_000)}}"}""").Type);
        Assert.Equal(most.Length, Peek($$"""{"type":"{{string.Concat(Enumerable.Repeat("\\u00fc", most.Length))}}"}""").Type!.Length);

        Assert.Equal("a", Peek($$"""{"x":{{Nested(60)}},"type":"a"}""").Type);
        Assert.False(InteractionPeek.TryRead(Encoding.UTF8.GetBytes($$"""{"x":{{Nested(100_000)}},"type":"a"}"""), out _));
    }

    [Fact]
    public void Bytes_that_are_not_text_are_survived()
    {
        var json = """{"type":"block_actions","trigger_id":"????","user":{"id":"U1"}}"""u8.ToArray();
        json.AsSpan().Replace((byte)'?', (byte)0xFF);
        Assert.True(InteractionPeek.TryRead(json, out var summary));
        Assert.Equal(("block_actions", null, "U1"), (summary.Type, summary.TriggerId, summary.UserId));
    }

    private static string Nested(int depth) => new string('[', depth) + new string(']', depth);

    private static InteractionSummary Peek(string json)
    {
        Assert.True(InteractionPeek.TryRead(Encoding.UTF8.GetBytes(json), out var summary));
        return summary;
    }
}
