using Holdfast.Conversations;
using Holdfast.Items;
using Holdfast.Records;
using Holdfast.Runs;
using Holdfast.Slack.Text;
using Holdfast.Testing;
using Holdfast.Tests.Deliveries;
using Holdfast.Tests.Workspaces;

namespace Holdfast.Tests.Runs;

/// <summary>Names in place of ids.</summary>
[Trait("Req", "CX-14")]
public sealed class RunNamingTests : IAsyncLifetime
{
    private static readonly DateTimeOffset SaidAt = new(2026, 7, 1, 20, 0, 0, TimeSpan.Zero);

    private readonly FakeClock _clock = new();
    private FakeSlack _slack = null!;
    private RunNaming _naming = null!;

    public async ValueTask InitializeAsync()
    {
        _slack = await FakeSlack.StartAsync(_clock);
        _naming = Naming.Of(TestWorkspaces.One(_slack.Client), _clock);
        _slack.Answer("users.info", """{"ok":true,"user":{"id":"U1","name":"ada","tz":"Europe/Berlin","profile":{"real_name":"Ada [x]\nLovelace","display_name":"ada"}}}""");
        _slack.Answer("conversations.info", """{"ok":true,"channel":{"id":"C1","name":"general"}}""");
        _slack.Answer("usergroups.list", """{"ok":true,"usergroups":[{"id":"S1","handle":"on-call","name":"On call"}]}""");
    }

    public ValueTask DisposeAsync() => _slack.DisposeAsync();

    [Fact]
    public async Task Whom_a_message_mentions_who_speaks_and_where_are_told_by_name()
    {
        var named = await NameAsync();
        Assert.Equal(new MessageContent("ask @Ada x Lovelace or @on-call in #general or @S9"), named.Content);
        Assert.Equal(
            new Speaker("U7") { Name = "Ada x Lovelace", At = new DateTimeOffset(2026, 7, 1, 22, 0, 0, TimeSpan.FromHours(2)), Zone = "Europe/Berlin" }, named.Speaker);
        Assert.Equal("the channel #general", named.Place);
    }

    [Fact]
    public async Task Names_are_asked_for_once_in_a_while()
    {
        await NameAsync();
        await NameAsync();
        Assert.Equal((2, 1, 1), (_slack.Count("users.info"), _slack.Count("conversations.info"), _slack.Count("usergroups.list")));
        _clock.Advance(TimeSpan.FromMinutes(31));
        await NameAsync();
        Assert.Equal((4, 2, 2), (_slack.Count("users.info"), _slack.Count("conversations.info"), _slack.Count("usergroups.list")));
    }

    [Fact]
    public async Task What_Slack_does_not_tell_stays_as_it_is_and_is_not_asked_for_again_at_once()
    {
        foreach (var method in (string[])["users.info", "conversations.info", "usergroups.list"])
            _slack.Answer(method, """{"ok":false,"error":"missing_scope"}""");
        for (var i = 0; i < 3; i++)
        {
            var named = await NameAsync();
            Assert.Equal(new MessageContent("ask @U1 or @S1 in #C1 or @S9"), named.Content);
            Assert.Equal((null, "UTC", "a group conversation"), (named.Speaker!.Name, named.Speaker.Zone, named.Place));
        }

        Assert.Equal(2, _slack.Count("users.info"));
    }

    [Fact]
    public async Task An_agent_that_is_immediate_waits_for_the_names_in_the_text_alone()
    {
        var plain = await _naming.NameAsync(Request() with { Content = new MessageContent("hi") }, asksWho: false, CancellationToken.None);
        Assert.Equal((null, null), (plain.Speaker, plain.Place));
        Assert.Empty(_slack.Calls);
    }

    [Fact]
    public void What_is_mentioned_is_found_again_in_messages_that_are_joined()
    {
        var joined = MessageContent.Join([Request().Content, new MessageContent(""), Request().Content]);
        Assert.Equal(8, joined.Mentions.Count);
        Assert.All(joined.Mentions, mention => Assert.Equal($"{mention.Sign}{mention.Id}", joined.Text.Substring(mention.Start, mention.Length)));
    }

    private async Task<RunRequest> NameAsync() => await _naming.NameAsync(Request(), asksWho: true, CancellationToken.None);

    private RunRequest Request() => new(ItemId.New(_clock), ConversationId.Parse("T1/C1/1600000000.000001"), "U7", new MessageContent("ask @U1 or @S1 in #C1 or @S9")
    {
        Mentions =
        [
            new Mention(MentionKind.User, "U1", 4, 3), new Mention(MentionKind.Group, "S1", 11, 3), new Mention(MentionKind.Channel, "C1", 18, 3),
            new Mention(MentionKind.Group, "S9", 25, 3),
        ],
    }) { SaidAt = SaidAt };
}
