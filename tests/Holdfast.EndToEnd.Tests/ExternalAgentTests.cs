using System.Collections.Concurrent;
using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Simulator.Child;
using Holdfast.Simulator.World;
using Holdfast.Testing.Servers;
using Microsoft.AspNetCore.Http;

namespace Holdfast.EndToEnd.Tests;

/// <summary>Somebody's own agent behind HTTP has the spine of Holdfast.</summary>
[Trait("Req", "RS-7")]
public sealed class ExternalAgentTests : EndToEndTest
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    [Theory]
    [InlineData("python3", "agent.py")]
    [InlineData("node", "agent.mjs")]
    public async Task The_examples_of_the_guide_answer_and_know_what_was_said(string program, string file)
    {
        var port = Ports.Free();
        var output = new ConcurrentQueue<string>();
        await using var agent = new ServerProcess(
            new ServerProcessOptions(program, [Path.Combine(Repository, "samples", "ExternalAgent", file)], new Dictionary<string, string> { ["AGENT_SECRET"] = Secret, ["PORT"] = $"{port}" }),
            TimeProvider.System,
            output.Enqueue);
        await agent.StartAsync();
        await Eventually.SeeAsync("it listens", () => output.Contains($"listening on {port}"), () => string.Join('\n', output));
        await StartAsync(Asks($"http://127.0.0.1:{port}/"));

        var thread = World.MentionBot(General, Ada, "hello there");
        await AnswerAsync(General, thread, "You said: hello there (after 0 turns)");
        World.PostAsUser(General, Ada, "and now?", thread);
        await AnswerAsync(General, thread, "You said: and now? (after 2 turns)");
    }

    [Fact]
    public async Task A_wrong_secret_is_said_to_be_one()
    {
        var port = Ports.Free();
        var output = new ConcurrentQueue<string>();
        await using var agent = new ServerProcess(
            new ServerProcessOptions("node", [Path.Combine(Repository, "samples", "ExternalAgent", "agent.mjs")], new Dictionary<string, string> { ["AGENT_SECRET"] = "whsec_" + new string('A', 40), ["PORT"] = $"{port}" }),
            TimeProvider.System,
            output.Enqueue);
        await agent.StartAsync();
        await Eventually.SeeAsync("it listens", () => output.Contains($"listening on {port}"), () => string.Join('\n', output));
        await StartAsync(Asks($"http://127.0.0.1:{port}/"));

        await AnswerAsync(General, World.MentionBot(General, Ada, "hello"), "doesn't accept my signature");
    }

    [Fact]
    [Trait("Req", "AS-24")]
    public async Task Whatever_it_answers_the_person_reads_words_and_the_thread_goes_on()
    {
        const string stream = "text/event-stream";
        (string Name, int Status, string Type, string Body, string Read, int Questions)[] rows =
        [
            ("plain", 200, "text/plain", "as it is", "as it is", 1),
            ("json", 200, "application/json; charset=utf-8", """{"text":"whole","more":1}""", "whole", 1),
            ("stream", 200, stream, "\uFEFF: hello\r\n\r\nevent: x\r\ndata: {\"delta\":\"in \"}\r\n\r\ndata:\n\ndata: {\"delta\":\"pieces\",\"step\":null}\n\ndata: [DONE]\n\n", "in pieces", 1),
            ("replaced", 200, stream, "data: {\"delta\":\"draft\"}\n\ndata: {\"text\":\"final\"}\n\n", "final", 1),
            ("steps", 200, stream, "data: {\"step\":\"looking\"}\n\ndata: {\"step\":\"thinking\"}\n\ndata: {\"delta\":\"found\"}\n\ndata: [DONE]\n\n", "found", 1),
            ("refusal", 200, stream, "data: {\"delta\":\"half\"}\n\ndata: {\"error\":\"I am closed on Sundays.\"}\n\n", "I am closed on Sundays.", 1),
            ("empty", 200, "text/plain", "", "I got no answer", 1),
            ("unseen", 200, "text/plain", "\u200B\u202E", "I got no answer", 1),
            ("wordless", 200, stream, "data: {\"error\":\" \"}\n\n", "I got no answer", 1),
            ("loud", 200, "TEXT/Plain; charset=\"utf-8\"", "as it is, loudly", "as it is, loudly", 1),
            ("unknown letters", 200, "text/plain; charset=none", "as they are", "as they are", 1),
            ("cut off", 200, stream, "data: {\"delta\":\"half\"}\n\n", "was cut off", 2),
            ("odd", 200, stream, "data: hello\n\n", "couldn't read", 2),
            ("none", 200, "application/json", "{}", "couldn't read", 2),
            ("page", 200, "text/html", "<html>", "couldn't read", 2),
            ("too long", 200, "text/plain", new string('x', 5_000_000), "was cut off", 2),
            ("forbidden", 403, "text/plain", "no", "doesn't accept my signature", 1),
            ("unknown", 404, "text/plain", "no", "refused my question (HTTP 404)", 1),
            ("moved", 302, "text/plain", "", "refused my question (HTTP 302)", 1),
            ("broken", 500, "text/html", "<html>", "having problems", 2),
            ("busy", 429, "text/plain", "", "having problems", 2),
        ];
        await using var endpoint = await ScriptedEndpoint.StartAsync(async (asked, context) =>
        {
            var row = rows.Single(row => row.Name == asked.Text);
            (context.Response.StatusCode, context.Response.ContentType) = (row.Status, row.Type);
            if (row.Status == 302)
                context.Response.Headers.Location = "/elsewhere";
            await context.Response.WriteAsync(row.Body, context.RequestAborted);
        });
        await StartAsync([.. Asks(endpoint.Url), ("Runs:RetryDelay", "00:00:00.1"), ("Runs:MaxAttempts", "2")]);

        var threads = rows.Select(row => (Row: row, Thread: World.MentionBot(General, Ada, row.Name))).ToList();
        foreach (var (row, thread) in threads)
            await AnswerAsync(General, thread, row.Read);
        await Server.WaitUntilIdleAsync();
        Assert.Equal(
            rows.Select(row => (row.Name, row.Questions)),
            rows.Select(row => (row.Name, endpoint.Questions.Count(asked => asked.Text == row.Name))));
        Assert.All(
            endpoint.Questions.GroupBy(asked => asked.Text), asked => Assert.Single(asked.Select(question => question.Id).Distinct()));
        World.PostAsUser(General, Ada, "plain", threads[^1].Thread);
        await AnswerAsync(General, threads[^1].Thread, "as it is");
    }

    [Fact]
    public async Task After_a_kill_in_the_middle_of_an_answer_the_same_question_comes_again_and_one_whole_answer_is_read()
    {
        var calls = 0;
        await using var endpoint = await ScriptedEndpoint.StartAsync(async (_, context) =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync("data: {\"delta\":\"half \"}\n\n", context.RequestAborted);
            if (Interlocked.Increment(ref calls) == 1)
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
            await context.Response.WriteAsync("data: {\"delta\":\"and half\"}\n\ndata: [DONE]\n\n", context.RequestAborted);
        });
        await StartAsync(Asks(endpoint.Url));

        var thread = World.MentionBot(General, Ada, "tell me");
        await Eventually.SeeAsync("it is asked", () => endpoint.Questions.Count == 1);
        await Server.KillAsync();
        await Server.StartAsync();

        await AnswerAsync(General, thread, "half and half");
        await Server.WaitUntilIdleAsync();
        Assert.Equal(2, endpoint.Questions.Count);
        Assert.Equal(endpoint.Questions.First(), endpoint.Questions.Last());
        Assert.Single(Answers(General, thread), text => text.Contains("half", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", Secret, "ExternalAgent:Url is missing")]
    [InlineData("ftp://example.com", Secret, "must begin with http")]
    [InlineData("http://u:p@example.com", Secret, "must name no user")]
    [InlineData("http://example.com", "", "must be set")]
    [InlineData("http://example.com", "short", "too short")]
    public async Task What_is_missing_is_said_at_the_start(string url, string secret, string problem)
    {
        var server = Prepare([.. Asks(url), ("ExternalAgent:Secret", secret)]);
        Assert.Equal(78, await server.RunToEndAsync());
        Assert.Contains(problem, server.Output, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "CX-11")]
    public async Task The_doctor_says_whether_something_listens_there_and_asks_nothing()
    {
        await using var endpoint = await ScriptedEndpoint.StartAsync((_, context) => context.Response.WriteAsync("never asked"));
        var (code, output) = await Prepare(Asks(endpoint.Url)).RunVerbAsync("doctor");
        Assert.True(code == 0, output);
        Assert.Contains("external agent", output, StringComparison.Ordinal);
        Assert.All(endpoint.Questions, asked => Assert.Equal("", asked.Body));

        (code, output) = await Prepare(Asks($"http://127.0.0.1:{Ports.Free()}/")).RunVerbAsync("doctor");
        Assert.Equal(1, code);
        Assert.Contains("start your agent, check ExternalAgent:Url", output, StringComparison.Ordinal);
    }

    private static string Repository
    {
        get
        {
            var here = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
            return here.Parent!.Parent!.Parent!.Parent!.FullName;
        }
    }

    private static (string, string)[] Asks(string url) =>
        [("Agent:Kind", "External"), ("ExternalAgent:Url", url), ("ExternalAgent:Secret", Secret), ("OPENAI_API_KEY", "")];
}
