using System.Text;
using System.Text.Json;

namespace Holdfast.Slack.Tests;

[Trait("Req", "SE-4")]
public sealed class SlackCredentialsTests
{
    [Theory]
    [InlineData("""{"token":"secret","a":1}""", """{"token":"","a":1}""")]
    [InlineData("""{"a":{"b":[{"action_token" : "secret"}]},"bot_access_token":"secret"}""", """{"a":{"b":[{"action_token":""}]},"bot_access_token":""}""")]
    [InlineData("""{"token":"se\"cr\\et","x":"y"}""", """{"token":"","x":"y"}""")]
    [InlineData("""{"token":"","action_token":"s"}""", """{"token":"","action_token":""}""")]
    [InlineData("""{"token":null,"action_token":7,"x":"token"}""", """{"token":null,"action_token":7,"x":"token"}""")]
    [InlineData("""{"my_token":"mine","x\"token":"mine","token\"":"mine"}""", """{"my_token":"mine","x\"token":"mine","token\"":"mine"}""")]
    [InlineData("""{"text":"\"token\":\"mine\"","list":["token","mine"]}""", """{"text":"\"token\":\"mine\"","list":["token","mine"]}""")]
    [InlineData("""{"token":"secret" , "token":"secret"}""", """{"token":"","token":""}""")]
    public void Tokens_are_emptied_and_nothing_else_is_touched(string payload, string expected)
    {
        var bytes = Encoding.UTF8.GetBytes(payload);
        SlackCredentials.RemoveTokens(bytes);
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(expected), JsonElement.Parse(bytes)), Encoding.UTF8.GetString(bytes));
        Assert.DoesNotContain("secret", Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"event":{"text":"hi","assistant_thread":{"action_token" : "1.2.x"}}}""", "1.2.x")]
    [InlineData("""{"text":"\"action_token\":\"mine\"","a":1}""", null)]
    [InlineData("""{"x\"action_token":"mine"}""", null)]
    [InlineData("""{"action_token":""}""", null)]
    [InlineData("""{"action_token":"a\nb"}""", null)]
    [InlineData("""{"action_token":"cut""", null)]
    public void The_leave_to_search_is_found(string payload, string? token) => Assert.Equal(token, SlackCredentials.ActionTokenIn(Encoding.UTF8.GetBytes(payload)));

    [Fact]
    public void Addresses_to_answer_at_are_emptied()
    {
        var bytes = """{"response_url":"https://hooks.slack.com/actions/T1/2/x","response_urls":[{"response_url":"https:\/\/hooks"}],"trigger_id":"1.2.x"}"""u8.ToArray();
        SlackCredentials.RemoveAnswerAddresses(bytes);
        Assert.True(
            JsonElement.DeepEquals(JsonElement.Parse("""{"response_url":"","response_urls":[{"response_url":""}],"trigger_id":""}"""), JsonElement.Parse(bytes)),
            Encoding.UTF8.GetString(bytes));
    }

    [Fact]
    public void What_is_no_whole_json_is_left_without_harm()
    {
        var whole = """{"token" : "se\\cret","x":{"token":"secret"}}"""u8.ToArray();
        for (var length = 0; length < whole.Length; length++)
            SlackCredentials.RemoveTokens(whole.AsSpan(0, length));
        SlackCredentials.RemoveTokens("""\"token":"x"""u8.ToArray());
    }
}
