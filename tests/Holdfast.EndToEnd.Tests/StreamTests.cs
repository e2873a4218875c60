using System.Text.Json;
using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Simulator.Faults;
using Holdfast.Simulator.Model;
using Holdfast.Simulator.World;

namespace Holdfast.EndToEnd.Tests;

/// <summary>Answers are seen while they are written, and end as one whole message.</summary>
public sealed class StreamTests : EndToEndTest
{
    private const string Start = "chat.startStream";
    private const string Append = "chat.appendStream";
    private const string Stop = "chat.stopStream";
    private const string Post = "chat.postMessage";
    private const string Update = "chat.update";

    private static readonly (string Key, string Value) Streaming = ("Streams:Mode", "Auto");

    private static readonly string Words = string.Join(' ', Enumerable.Range(1, 60).Select(number => $"word{number}")) + ".";

    [Fact]
    [Trait("Req", "AS-7")]
    public async Task An_answer_grows_in_its_thread_and_ends_as_one_message()
    {
        Say(Words);
        await StartAsync(Streaming);

        var thread = World.MentionBot(General, Ada, "write");
        var begun = await GrowingAsync(General, thread);
        Assert.StartsWith(begun.Text, Words, StringComparison.Ordinal);
        Assert.Equal("in_progress", begun.StreamingState);

        var answer = await AnswerAsync(General, thread, "word60.");
        await Server.WaitUntilIdleAsync();
        Assert.Equal(begun.Ts, answer.Ts);
        Assert.Equal([Words], Answers(General, thread));
        Assert.Equal("completed", answer.StreamingState);
        Assert.Contains("flow.open", answer.Blocks!, StringComparison.Ordinal);
        Assert.Contains("holdfast", JsonSerializer.Serialize(answer.Metadata), StringComparison.OrdinalIgnoreCase);
        Assert.Equal((1, 1, 0, 0), (Slack.Calls.Count(Start), Slack.Calls.Count(Stop), Slack.Calls.Count(Post), Slack.Calls.Count(Update)));
        Assert.InRange(Slack.Calls.Count(Append), 1, 30);
    }

    [Fact]
    [Trait("Req", "AS-7")]
    public async Task Outside_of_threads_the_message_is_changed_while_the_answer_comes()
    {
        Say(Words);
        await StartAsync(Streaming);

        var channel = World.OpenDirectMessage(Ada).Id;
        World.PostAsUser(channel, Ada, "write");
        var begun = await World.WaitForMessageAsync(message => message.IsFromBot && message.Channel == channel);
        Assert.False(IsWhole(begun));
        var answer = await DirectAnswerAsync(channel, "word60.");
        await Server.WaitUntilIdleAsync();
        Assert.Equal(begun.Ts, answer.Ts);
        Assert.Equal(Words, answer.Text);
        Assert.Equal((0, 1), (Slack.Calls.Count(Start), Slack.Calls.Count(Post)));
        Assert.Single(World.Messages(channel), message => message.IsFromBot);
    }

    [Fact]
    [Trait("Req", "AS-7")]
    public async Task Where_nothing_can_be_streamed_the_message_is_changed_and_that_is_remembered()
    {
        Say(Words);
        using var lacking = Slack.Faults.Add(new Fault(FaultKind.ErrorCode) { Method = Start, ErrorCode = "unknown_method" });
        await StartAsync(Streaming);

        for (var i = 0; i < 2; i++)
        {
            var thread = World.MentionBot(General, Ada, $"write {i}");
            Assert.False(IsWhole(await GrowingAsync(General, thread)));
            await AnswerAsync(General, thread, "word60.");
            await Server.WaitUntilIdleAsync();
            Assert.Equal([Words], Answers(General, thread));
        }

        Assert.Equal(1, lacking.Hits);
    }

    [Theory]
    [Trait("Req", "AS-7")]
    [InlineData(FaultKind.RateLimited)]
    [InlineData(FaultKind.ErrorCode)]
    [InlineData(FaultKind.LoseResponse)]
    [InlineData(FaultKind.CloseBefore)]
    [InlineData(FaultKind.MalformedBody)]
    public async Task Whatever_becomes_of_a_stream_there_is_one_whole_answer(FaultKind kind)
    {
        foreach (var method in (string[])[Start, Append, Stop])
            Slack.Faults.Add(new Fault(kind) { Method = method, Times = 1 });
        Say(Words);
        await StartAsync(Streaming, ("Slack:RequestTimeout", "00:00:02"));

        var thread = World.MentionBot(General, Ada, "write");
        await AnswerAsync(General, thread, "word60.");
        await Server.WaitUntilIdleAsync();
        Assert.Equal([Words], Answers(General, thread));
        Assert.DoesNotContain(World.Thread(General, thread), message => !IsWhole(message));
    }

    [Fact]
    [Trait("Req", "AS-7")]
    public async Task A_stream_that_Slack_ends_goes_on_and_nothing_of_it_is_lost()
    {
        Say(Words, TimeSpan.FromSeconds(6));
        await StartAsync(Streaming);

        var thread = World.MentionBot(General, Ada, "write");
        await GrowingAsync(General, thread);
        Slack.Clock.Offset += TimeSpan.FromMinutes(6);
        await AnswerAsync(General, thread, "word60.");
        await Server.WaitUntilIdleAsync();
        Assert.Equal([Words], Answers(General, thread));
    }

    [Fact]
    [Trait("Req", "AS-7")]
    [Trait("Req", "AS-14")]
    public async Task Tools_are_seen_as_cards_while_they_are_used()
    {
        Slack.Model.Responder = (request, _) => ValueTask.FromResult(request.ToolResults.Count > 0
            ? new ModelReply("It is noon in Berlin.") { Spread = TimeSpan.FromSeconds(2) }
            : new ModelReply("Let me look that up.") { Spread = TimeSpan.FromSeconds(1), ToolCalls = [new ModelToolCall("set_timer", """{"when":"in 3 hours","label":"tea"}""")] });
        await StartAsync(Streaming);

        var thread = World.MentionBot(General, Ada, "what time is it in Berlin");
        var answer = await AnswerAsync(General, thread, "noon in Berlin.");
        await Server.WaitUntilIdleAsync();
        var blocks = JsonDocument.Parse(answer.Blocks!).RootElement.EnumerateArray().Select(block => block.GetProperty("type").GetString()).ToList();
        Assert.Equal(["markdown", "task_card", "markdown", "actions"], blocks);
        Assert.Contains("\"complete\"", answer.Blocks!, StringComparison.Ordinal);
        Assert.Equal(1, Slack.Calls.Count(Start));
    }

    [Fact]
    [Trait("Req", "AS-7")]
    [Trait("Req", "AS-21")]
    public async Task A_stop_keeps_what_was_written()
    {
        Slack.Model.Responder = (_, _) => ValueTask.FromResult(new ModelReply(Words) { StallsAfterText = true });
        await StartAsync(Streaming);

        var thread = World.MentionBot(General, Ada, "write");
        await GrowingAsync(General, thread);
        World.PostAsUser(General, Ada, "stop", thread);
        var answer = await AnswerAsync(General, thread, "(stopped)");
        await Server.WaitUntilIdleAsync();
        Assert.StartsWith("word1 word2", answer.Text, StringComparison.Ordinal);
        Assert.Single(World.Thread(General, thread), message => message.IsFromBot);
    }

    [Fact]
    [Trait("Req", "AS-7")]
    [Trait("Req", "RS-3")]
    public async Task Ten_kills_during_a_streamed_answer_with_two_tools_leave_one_whole_answer_and_nothing_done_twice()
    {
        var spread = TimeSpan.FromSeconds(1);
        Slack.Model.Responder = (request, _) => ValueTask.FromResult(request.ToolResults.Count switch
        {
            0 => new ModelReply("First the one, and then the other.") { Spread = spread, ToolCalls = [Timer("one")] },
            1 => new ModelReply("Now the other one as well.") { Spread = spread, ToolCalls = [Timer("two")] },
            _ => new ModelReply(Words) { Spread = spread },
        });
        await StartAsync(Streaming, ("Slack:RequestTimeout", "00:00:01"));

        for (var kill = 0; kill < 10; kill++)
        {
            var thread = World.MentionBot(General, Ada, $"write {kill}");
            await Task.Delay(TimeSpan.FromMilliseconds(150 + (kill * 330)));
            await Server.KillAsync();
            await Server.LaunchAsync();
            await AnswerAsync(General, thread, "word60.");
            await Server.WaitUntilIdleAsync();
            var answers = World.Thread(General, thread).Where(message => message.IsFromBot && message.Text.Contains("word1 ", StringComparison.Ordinal)).ToList();
            Assert.Equal(2, Assert.Single(answers).Text.Split(Words).Length);
            Assert.Equal(2 * (kill + 1), (await Server.HealthAsync()).Timers);
            Assert.All(World.Thread(General, thread), message => Assert.True(IsWhole(message), message.Blocks));
        }

        static ModelToolCall Timer(string label) => new("set_timer", $$"""{"when":"in 3 hours","label":"{{label}}"}""");
    }

    private void Say(string text, TimeSpan? spread = null) =>
        Slack.Model.Responder = (_, _) => ValueTask.FromResult(new ModelReply(text) { Spread = spread ?? TimeSpan.FromSeconds(2) });

    /// <summary>The bot's message when a part of it is there.</summary>
    private Task<SlackMessage> GrowingAsync(string channel, string thread) =>
        World.WaitForReplyAsync(channel, thread, message => message.Text.Length > 0 && !message.Text.EndsWith("word60.", StringComparison.Ordinal));
}
