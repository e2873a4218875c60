using System.ComponentModel.DataAnnotations;
using System.Net.Http.Headers;
using Holdfast.Agents;
using Holdfast.AI.Anthropic;
using Holdfast.AI.Errors;
using Microsoft.Extensions.AI;

namespace Holdfast.AI.Tests.Anthropic;

[Trait("Req", "AS-6")]
public sealed class AnthropicChatClientTests : IDisposable
{
    private static readonly ChatMessage[] Prompt = [new(ChatRole.User, "hello")];

    private readonly FakeAnthropic _endpoint = new();

    public void Dispose() => _endpoint.Dispose();

    [Fact]
    public async Task An_answer_comes_whole_too()
    {
        using var client = _endpoint.Client();

        var response = await client.GetResponseAsync(Prompt, null, CancellationToken.None);

        Assert.Equal(("Fine.", "claude-real", ChatFinishReason.Stop), (response.Text, response.ModelId, response.FinishReason!.Value));
        Assert.Equal("anthropic", client.GetService<ChatClientMetadata>()!.ProviderName);
    }

    [Theory]
    [InlineData(429, "slow down", true, "overloaded")]
    [InlineData(529, "", true, "overloaded")]
    [InlineData(500, "", true, "having problems")]
    [InlineData(401, "invalid x-api-key", false, "doesn't accept my key")]
    public async Task A_refusal_is_told_once_with_its_delay_and_without_the_key(int status, string said, bool isTransient, string told)
    {
        _endpoint.Answer = (_, _) =>
        {
            var answer = FakeAnthropic.Says(status, $"{said} {FakeAnthropic.Key}");
            answer.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(7));
            answer.Headers.Add("x-should-retry", "true");
            return Task.FromResult(answer);
        };

        var error = await Assert.ThrowsAsync<AgentException>(() => _endpoint.AskAsync(Prompt));

        Assert.Single(_endpoint.Requests);
        Assert.Equal((isTransient, isTransient ? TimeSpan.FromSeconds(7) : (TimeSpan?)null), (error.IsTransient, error.RetryAfter));
        Assert.Contains(told, error.Message, StringComparison.Ordinal);
        Assert.IsType<ProviderException>(error.InnerException);
        Assert.DoesNotContain(FakeAnthropic.Key, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_network_that_fails_is_unreachable_and_tried_once()
    {
        _endpoint.Answer = (_, _) => throw new HttpRequestException("no route");

        var error = await Assert.ThrowsAsync<AgentException>(() => _endpoint.AskAsync(Prompt));

        Assert.Single(_endpoint.Requests);
        Assert.True(error.IsTransient);
        Assert.Contains("can't reach", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stop_of_the_caller_stays_one_and_a_defect_too()
    {
        using var stop = new CancellationTokenSource();
        _endpoint.Answer = async (_, cancellationToken) =>
        {
            await stop.CancelAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            throw new InvalidOperationException("It was not stopped.");
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _endpoint.AskAsync(Prompt, cancellationToken: stop.Token));

        _endpoint.Answer = (_, _) => throw new NotSupportedException("a defect");
        await Assert.ThrowsAsync<NotSupportedException>(() => _endpoint.AskAsync(Prompt));
    }

    [Fact]
    public async Task The_hosts_client_outlives_ours()
    {
        using (_endpoint.Client())
        {
        }

        Assert.Equal("Fine.", string.Concat((await _endpoint.AskAsync(Prompt)).Select(update => update.Text)));
    }

    [Fact]
    public void Thinking_must_leave_room_for_an_answer()
    {
        var options = new AnthropicOptions { Thinking = AnthropicThinking.Budget, ThinkingTokens = 16_000 };
        Assert.Contains("Anthropic:ThinkingTokens (16000) must be less than", Assert.Single(options.Validate(new ValidationContext(options))).ErrorMessage, StringComparison.Ordinal);
        options.MaxOutputTokens = 16_001;
        Assert.Empty(options.Validate(new ValidationContext(options)));
    }
}
