using System.Text;
using Holdfast.Slack.Events;

namespace Holdfast.Slack.Tests.Events;

[Trait("Req", "AS-14")]
public sealed class AssistantEventTests
{
    [Theory]
    [InlineData("""{"type":"assistant_thread_started","assistant_thread":{"user_id":"U1","channel_id":"D1","thread_ts":"1700000000.000100","context":{"channel_id":"C1","team_id":"T1","enterprise_id":null}},"event_ts":"1700000001.500000"}""", "1700000000.000100", "C1", 1700000001.5)]
    [InlineData("""{"type":"assistant_thread_started","assistant_thread":{"user_id":"U1","channel_id":"D1","thread_ts":"1700000000.000100","context":{}}}""", "1700000000.000100", null, 0)]
    [InlineData("""{"type":"app_context_changed","user":"U1","channel":"D1","context":{"entities":[{"type":"slack#/types/canvas_id","value":"F1"},{"type":"slack#/types/channel_id","value":"C1"}]},"event_ts":"1700000001.500000"}""", null, "C1", 1700000001.5)]
    [InlineData("""{"type":"app_context_changed","user":"U1","channel":"D1","context":{"entities":"none"}}""", null, null, 0)]
    [InlineData("""{"type":"app_home_opened","user":"U1","channel":"D1","tab":"messages","app_context":{"entities":[{"type":"slack#/types/channel_id","value":"C1"}]}}""", null, "C1", 0)]
    [InlineData("""{"type":"app_home_opened","user":"U1","channel":"D1","tab":"messages","app_context":[]}""", null, null, 0)]
    public void It_is_read_in_all_its_forms(string json, string? thread, string? looksAt, double at) => Assert.Equal(
        new AssistantEvent(new UserId("U1"), new ChannelId("D1"), thread is null ? null : new SlackTs(thread), looksAt is null ? null : new ChannelId(looksAt), at),
        AssistantEvent.TryRead(Encoding.UTF8.GetBytes($$"""{"event":{{json}}}""")));

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"event":7}""")]
    [InlineData("""{"event":{"assistant_thread":"none"}}""")]
    [InlineData("""{"event":{"assistant_thread":{"user_id":7,"channel_id":"D1"}}}""")]
    [InlineData("""{"event":{"user":"not an id!","channel":"D1"}}""")]
    [InlineData("""{"event":{"user":"U1"}}""")]
    [InlineData("""{"event":{"user":"U1","channel":"D1"}""")]
    public void What_names_nobody_is_none(string json) => Assert.Null(AssistantEvent.TryRead(Encoding.UTF8.GetBytes(json)));
}
