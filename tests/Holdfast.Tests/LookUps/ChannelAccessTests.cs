using Holdfast.Agents;
using Holdfast.Conversations;
using Holdfast.Deliveries;
using Holdfast.LookUps;
using Holdfast.Records;
using Holdfast.Slack;
using Holdfast.Testing;
using Holdfast.Tests.Deliveries;
using Holdfast.Tests.Workspaces;
using Microsoft.AspNetCore.Http;

namespace Holdfast.Tests.LookUps;

/// <summary>Who may read which channel where: each kind of person, of channel and of place.</summary>
[Trait("Req", "SE-5")]
public sealed class ChannelAccessTests : IAsyncLifetime
{
    private const string Hidden = "there is no such channel";
    private const string ReadAlong = "people of other organisations read here";

    private readonly FakeClock _clock = new();
    private FakeSlack _slack = null!;
    private ChannelAccess _access = null!;

    public async ValueTask InitializeAsync()
    {
        _slack = await FakeSlack.StartAsync(_clock);
        _access = new ChannelAccess(new LookUpCalls(TestWorkspaces.One(_slack.Client), new RateGate(_clock), _clock));
        _slack.Answers["conversations.info"] = context => context.Response.WriteAsync(_slack.Calls.Last(call => call.Method == "conversations.info").Body["channel=".Length..] switch
        {
            "C1" => """{"ok":true,"channel":{"id":"C1","is_private":false,"is_ext_shared":false}}""",
            "CSHARED" => """{"ok":true,"channel":{"id":"CSHARED","is_ext_shared":true}}""",
            "COTHER" => """{"ok":true,"channel":{"id":"COTHER","is_private":false}}""",
            "CPRIVATE" => """{"ok":true,"channel":{"id":"CPRIVATE","is_private":true}}""",
            "CGROUP" => """{"ok":true,"channel":{"id":"CGROUP","is_mpim":true,"is_private":true}}""",
            "DOTHER" => """{"ok":true,"channel":{"id":"DOTHER","is_im":true}}""",
            _ => """{"ok":false,"error":"channel_not_found"}""",
        });
        _slack.AnswerInTurn("conversations.members", """{"ok":true,"members":["U9"],"response_metadata":{"next_cursor":"x"}}""", """{"ok":true,"members":["UIN"],"response_metadata":{"next_cursor":""}}""");
    }

    public ValueTask DisposeAsync() => _slack.DisposeAsync();

    [Theory]
    [InlineData("{}", "U1", "C1", "COTHER", null)]
    [InlineData("{}", "U1", "D1", "COTHER", null)]
    [InlineData("{}", "U1", "CSHARED", "COTHER", ReadAlong)]
    [InlineData("{}", "U1", "CSHARED", "CSHARED", null)]
    [InlineData("{}", "U1", "CGONE", "COTHER", "Slack does not tell who asks")]
    [InlineData("{}", "U1", "C1", "CGONE", Hidden)]
    [InlineData("{}", "UIN", "D1", "CPRIVATE", null)]
    [InlineData("{}", "UIN", "C1", "CPRIVATE", Hidden)]
    [InlineData("{}", "U1", "D1", "CPRIVATE", Hidden)]
    [InlineData("{}", "U1", "CPRIVATE", "CPRIVATE", null)]
    [InlineData("{}", "UIN", "D1", "CGROUP", Hidden)]
    [InlineData("{}", "UIN", "D1", "DOTHER", Hidden)]
    [InlineData("""{"is_restricted":true}""", "U1", "D1", "COTHER", Hidden)]
    [InlineData("""{"is_restricted":true}""", "UIN", "D1", "COTHER", null)]
    [InlineData("""{"is_ultra_restricted":true}""", "U1", "D1", "COTHER", Hidden)]
    [InlineData("""{"is_stranger":true}""", "U1", "D1", "COTHER", Hidden)]
    [InlineData("""{"team_id":"T2"}""", "U1", "D1", "COTHER", Hidden)]
    [InlineData("""{"deleted":true}""", "U1", "D1", "COTHER", Hidden)]
    [InlineData("null", "U1", "D1", "COTHER", Hidden)]
    public async Task A_channel_is_read_by_whom_and_where_it_may_be(string person, string user, string here, string channel, string? refusal)
    {
        _slack.Answer("users.info", $$"""{"ok":true,"user":{{person}} }""");
        var told = await RefusalAsync(user, here, channel);
        if (refusal is null)
            Assert.Null(told);
        else
            Assert.StartsWith(refusal, told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_not_known_to_be_a_member_is_none()
    {
        _slack.Answer("users.info", """{"ok":true,"user":{"id":"UIN"}}""");
        _slack.Answer("conversations.members", """{"ok":false,"error":"fetch_members_failed"}""");
        Assert.StartsWith(Hidden, await RefusalAsync("UIN", "D1", "CPRIVATE"), StringComparison.Ordinal);
        _slack.Answer("users.info", """{"ok":false,"error":"user_not_found"}""");
        Assert.StartsWith("Slack does not tell who asks", await RefusalAsync("UIN", "D1", "COTHER"), StringComparison.Ordinal);
        _slack.Answer("users.info", """{"ok":false,"error":"missing_scope","needed":"users:read"}""");
        Assert.StartsWith("the app lacks the scope users:read,", await RefusalAsync("UIN", "D1", "COTHER"), StringComparison.Ordinal);
    }

    private async Task<string?> RefusalAsync(string user, string here, string channel)
    {
        var turn = new AgentTurn
        {
            Run = default,
            Conversation = ConversationId.Parse($"T1/{here}/1600000000.000001"),
            User = user,
            Content = MessageContent.Empty,
            Memory = null!,
        };
        try
        {
            await _access.RequireAsync(turn, new ChannelId(channel), CancellationToken.None);
            return null;
        }
        catch (LookUpException e)
        {
            return e.Message;
        }
    }
}
