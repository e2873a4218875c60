using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Testing.Servers;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Holdfast.EndToEnd.Tests;

/// <summary>The model provider fails: what may pass is tried again, what cannot is told in words a person can use.</summary>
public sealed class ModelErrorTests : EndToEndTest
{
    /// <summary>Trace on purpose: not even then may a key be written, which the server under test is held to at its end.</summary>
    private static readonly (string, string)[] Quick = [("Runs:RetryDelay", "00:00:00.1"), ("Logging:LogLevel:Default", "Trace")];

    [Theory]
    [InlineData("fail 500 2", 3)]
    [InlineData("fail 503 1", 2)]
    [InlineData("fail 429 1", 2)]
    [InlineData("fail garbage 1", 2)]
    [Trait("Req", "AS-6")]
    [Trait("Req", "CX-7")]
    public async Task A_failure_that_passes_is_not_noticed_by_the_user(string command, int calls)
    {
        await StartAsync(Quick);

        var thread = World.MentionBot(General, Ada, command);

        await AnswerAsync(General, thread, "Here I am again");
        await Server.WaitUntilIdleAsync();
        Assert.Single(Answers(General, thread));
        Assert.Equal(calls, Slack.Model.Total);
    }

    [Theory]
    [InlineData("fail 401", "doesn't accept my key", 1)]
    [InlineData("fail 404", "doesn't exist", 1)]
    [InlineData("fail context", "too long for me", 2)]
    [InlineData("fail 400", "refused my request", 1)]
    [InlineData("fail 500", "having problems", 3)]
    [InlineData("fail 429", "overloaded", 3)]
    [InlineData("fail garbage", "got a web page", 3)]
    [InlineData("silent", "I got no answer", 1)]
    [Trait("Req", "AS-6")]
    [Trait("Req", "CX-7")]
    public async Task A_failure_that_stays_is_told_to_the_user_and_the_next_message_is_answered(string command, string told, int calls)
    {
        await StartAsync([.. Quick, ("Runs:MaxAttempts", "3")]);

        var thread = World.MentionBot(General, Ada, command);
        await AnswerAsync(General, thread, told);
        var asked = Slack.Model.Total;
        World.MentionBot(General, Ada, "hello", thread);

        await AnswerAsync(General, thread, "Hello again!");
        await Server.WaitUntilIdleAsync();
        Assert.Equal(2, Answers(General, thread).Count);
        Assert.Equal(calls, asked);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0\r\n\r\n")]
    [Trait("Req", "AS-6")]
    public async Task Half_an_answer_is_not_passed_off_as_a_whole_one(string farewell)
    {
        await using var model = new CutOffModel(farewell);
        await StartAsync([.. Quick, ("OPENAI_BASE_URL", model.BaseUrl)]);

        var thread = World.MentionBot(General, Ada, "tell me");

        await AnswerAsync(General, thread, "answer");
        await Server.WaitUntilIdleAsync();
        Assert.Equal(["Half an answer made whole."], Answers(General, thread));
        Assert.Equal(2, model.Calls);
    }

    /// <summary>A connection with its keys and buffers for each call that a model lets wait is the most of what such a call costs.</summary>
    [Theory]
    [InlineData(HttpProtocols.Http1AndHttp2, "HTTP/2", 1)]
    [InlineData(HttpProtocols.Http1, "HTTP/1.1", 5)]
    [Trait("Req", "RS-16")]
    public async Task Calls_that_wait_share_a_connection_where_the_model_offers_that(HttpProtocols offered, string spoken, int connections)
    {
        await using var model = await TlsModel.StartAsync(offered, waited: 5);
        await StartAsync([.. Quick, ("OPENAI_BASE_URL", model.BaseUrl), ("SSL_CERT_FILE", model.Authority)]);

        var threads = Enumerable.Range(0, 5).Select(number => World.MentionBot(General, Ada, $"question {number}")).ToList();

        foreach (var thread in threads)
            await AnswerAsync(General, thread, "From afar.");
        Assert.Equal(Enumerable.Repeat(spoken, 5), model.Calls.Select(call => call.Protocol));
        Assert.Equal(connections, model.Calls.Select(call => call.Connection).Distinct().Count());
    }

    [Fact]
    [Trait("Req", "AS-6")]
    public async Task A_model_that_cannot_be_reached_is_said_to_be_unreachable()
    {
        await StartAsync([.. Quick, ("Runs:MaxAttempts", "2"), ("OPENAI_BASE_URL", $"http://127.0.0.1:{Ports.Free()}/v1")]);

        var thread = World.MentionBot(General, Ada, "anyone?");

        await AnswerAsync(General, thread, "can't reach the AI service");
    }
}
