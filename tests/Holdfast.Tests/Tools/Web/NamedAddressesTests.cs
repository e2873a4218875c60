using System.Text.Json;
using Holdfast.Agents;
using Holdfast.Conversations;
using Holdfast.Items;
using Holdfast.Records;
using Holdfast.Slack;
using Holdfast.Tools;
using Holdfast.Tools.Web;

namespace Holdfast.Tests.Tools.Web;

/// <summary>An address that nobody has named could carry out what the model has read.</summary>
[Trait("Req", "SE-3")]
public sealed class NamedAddressesTests
{
    [Theory]
    [InlineData("read https://example.com/a?b=c please", "https://example.com/a?b=c")]
    [InlineData("read https://example.com/a.", "https://example.com/a")]
    [InlineData("(https://example.com/a_(b))", "https://example.com/a_(b)")]
    [InlineData("\"https://example.com/a\"", "https://example.com/a#part")]
    [InlineData("the docs (https://example.com/a)", "https://example.com/a")]
    [InlineData("HTTPS://EXAMPLE.com/A", "https://example.com/A")]
    [InlineData("look at example.com", "https://example.com/")]
    [InlineData("look at example.com, please", "http://example.com")]
    [InlineData("example.com/docs", "https://example.com/docs")]
    [InlineData("http://127.0.0.1:8080/x", "http://127.0.0.1:8080/x")]
    public async Task What_stands_there_is_named(string said, string address) => Assert.True(await IsNamedAsync(address, said));

    [Theory]
    [InlineData("read https://example.com/a", "https://example.com/b")]
    [InlineData("read https://example.com/a", "https://example.com/a?q=secret")]
    [InlineData("read https://example.com/a", "https://example.com/a/secret")]
    [InlineData("read https://example.com/abc", "https://example.com/a")]
    [InlineData("look at example.com", "https://example.com/secret")]
    [InlineData("look at example.com", "https://secret.example.com/")]
    [InlineData("look at myexample.com", "https://example.com/")]
    [InlineData("look at example.com.evil.example", "https://example.com/")]
    [InlineData("mail me@example.com", "https://example.com/")]
    [InlineData("https://example.com:8443/", "https://example.com/")]
    [InlineData("", "https://example.com/")]
    public async Task What_was_put_together_is_not(string said, string address) => Assert.False(await IsNamedAsync(address, said));

    [Fact]
    public async Task What_people_said_before_counts_and_what_the_agent_said_does_not()
    {
        Assert.True(await IsNamedAsync("https://example.com/a", "read it", remembered: [new Turn(Turn.User, new MessageContent("see https://example.com/a"))]));
        Assert.False(await IsNamedAsync("https://example.com/a", "read it", remembered: [new Turn(Turn.Assistant, new MessageContent("see https://example.com/a"))]));
    }

    [Fact]
    public async Task What_tools_have_read_counts_but_not_what_they_say_again_of_the_models_own()
    {
        const string Found = "https://example.com/a";
        Assert.True(await IsNamedAsync(Found, "search", [new EarlierCall("search", JsonElement.Parse("""{"q":"a"}"""), $"1. A ({Found})")]));
        Assert.True(await IsNamedAsync(Found, "search", [new EarlierCall("search", JsonElement.Parse("""{"q":"a"}"""), $"1. A ({Found})"), new EarlierCall("fetch_page", JsonElement.Parse($$"""{"url":"{{Found}}"}"""), "words")]));
        foreach (var arguments in (string[])[$$"""{"label":"{{Found}}"}""", """{"label":"https:\/\/example.com\/a"}""", $$"""{"a":[{"b":"x {{Found}}"}]}""", $$"""{"{{Found}}":1}""", """{"label":"\ud800"}"""])
            Assert.False(await IsNamedAsync(Found, "remember", [new EarlierCall("set_timer", JsonElement.Parse(arguments), $"The timer \"{Found}\" is set.")]));
    }

    /// <summary>A text made to be searched for ever is searched for a moment.</summary>
    [Fact]
    public async Task A_long_text_of_hosts_is_gone_through_once() =>
        Assert.False(await IsNamedAsync("https://a.example/x", string.Concat(Enumerable.Repeat("a.example.", 200_000))));

    private static async Task<bool> IsNamedAsync(string address, string said, IReadOnlyList<EarlierCall>? earlier = null, IReadOnlyList<Turn>? remembered = null)
    {
        var turn = new AgentTurn
        {
            Run = default,
            Conversation = new ConversationId(new TeamId("T1"), new ChannelId("C1"), null),
            User = "U1",
            Content = new MessageContent(said),
            Memory = new Remembered(remembered ?? []),
        };
        return await NamedAddresses.IncludeAsync(new Uri(address), new ToolCall("1.a", default, turn, ApprovedBy: null) { Earlier = earlier ?? [] }, CancellationToken.None);
    }

    private sealed class Remembered(IReadOnlyList<Turn> turns) : IConversationMemory
    {
        public ValueTask<IReadOnlyList<Turn>> GetTurnsAsync(ConversationId conversation, CancellationToken cancellationToken) => new(turns);
    }
}
