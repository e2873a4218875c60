using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Simulator;
using Holdfast.Simulator.Faults;
using Holdfast.Simulator.Model;
using Holdfast.Simulator.World;
using Holdfast.Testing;
using Holdfast.Testing.Servers;

namespace Holdfast.EndToEnd.Tests;

/// <summary>
/// A worker that is frozen for longer than its lease, or cut off from the database, at the worst of moments: another does its work, and
/// when it comes back it does nothing of it again.
/// </summary>
[Trait("Req", "XP-3")]
public sealed class FrozenWorkerTests : EndToEndTest
{
    private const string JobRecords = "holdfast.record WHERE kind = 'job'";
    private const string HasBegun = "(value::json ->> 'started_at' IS NOT NULL)";
    private const string WhatItSays = "was lost or has lapsed";

    private readonly List<IAsyncDisposable> _others = [];
    private readonly TemporaryFolder _folder = new();
    private PostgresServer _database = null!;

    /// <summary>Between the first worker and the database.</summary>
    private DatabaseInBetween _between = null!;

    private protected override SimulatorOptions Options => Impatient;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _database = await PostgresServer.StartAsync();
        _between = new DatabaseInBetween(_database.Port);
        _others.Add(_between);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        foreach (var other in _others) await other.DisposeAsync();
        await _database.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    [Trait("Req", "RS-5")]
    [Trait("Req", "RS-6")]
    public async Task Frozen_right_before_it_sends_a_reply_a_worker_sends_none_when_another_has_sent_it()
    {
        Slack.Faults.Add(new Fault(FaultKind.RateLimited) { Method = "chat.postMessage", RetryAfter = 4, Times = 1 });
        var frozen = await StartFirstAsync(("Agent:Kind", "Echo"));
        var thread = World.MentionBot(General, Ada, "hello");

        // Its turn to send is asked for in the database, where somebody keeps it waiting; the answer is what it reads first when it thaws.
        await SeeAsync("the limit is known", "SELECT count(*) FROM holdfast.gate", "1");
        var keeping = await HoldAsync("SELECT name FROM holdfast.gate FOR UPDATE");
        await SeeAsync("it waits for its turn", Waiting("enter_gate"), "1");
        frozen.Signal(ProcessFacts.Stop);
        await keeping.DisposeAsync();

        await StartWorkerAsync(("Agent:Kind", "Echo"));
        await AnswerAsync(General, thread, "echo hello");
        await ThawAsync(frozen, () => Answers(General, thread).Count > 1);
        Assert.Equal(["echo hello"], Answers(General, thread));
    }

    [Fact]
    [Trait("Req", "CX-2")]
    public async Task Frozen_while_the_model_answers_a_worker_does_not_write_over_what_another_remembers()
    {
        var redis = await RedisServer.StartAsync();
        _others.Add(redis);
        var (asked, answered) = (new TaskCompletionSource(), new TaskCompletionSource());
        var calls = 0;
        Slack.Model.Responder = async (_, cancellationToken) =>
        {
            if (Interlocked.Increment(ref calls) > 1) return new ModelReply("the number is 2");
            asked.SetResult();
            await answered.Task.WaitAsync(cancellationToken);
            return new ModelReply("the number is 1");
        };
        (string, string)[] settings = [("REDIS_URL", redis.Url)];
        var frozen = await StartFirstAsync(settings);
        var thread = World.MentionBot(General, Ada, "which number?");
        await asked.Task.WaitAsync(Eventually.Patience);
        frozen.Signal(ProcessFacts.Stop);
        answered.SetResult();

        await StartWorkerAsync(settings);
        await AnswerAsync(General, thread, "the number is 2");
        var remembered = await redis.CommandAsync("GET", $"slack_conv:{General}:{thread}");
        Assert.StartsWith("""[{"role":"user","content":"which number?",""", remembered, StringComparison.Ordinal);
        Assert.EndsWith(""",{"role":"assistant","content":"the number is 2"}]""", remembered, StringComparison.Ordinal);
        await ThawAsync(frozen, async () => await redis.CommandAsync("GET", $"slack_conv:{General}:{thread}") != remembered);
        Assert.Equal(["the number is 2"], Answers(General, thread));
        Assert.Equal(remembered, await redis.CommandAsync("GET", $"slack_conv:{General}:{thread}"));
    }

    [Fact]
    [Trait("Req", "RS-6")]
    public async Task Cut_off_from_the_database_in_the_middle_of_an_upload_a_worker_leaves_the_file_to_another()
    {
        var slow = Slack.Faults.Add(new Fault(FaultKind.Delay) { Method = Fault.FileUpload, Delay = ShortLease.Length * 3, Times = 1 });
        var cutOff = await StartFirstAsync(Jobs);
        var thread = World.MentionBot(General, Ada, """use exec {"command":["seq","1","20000"]}""");
        await Eventually.SeeAsync("the file is being uploaded", () => slow.Hits == 1);
        _between.Cut();

        await StartWorkerAsync(Jobs);
        await World.WaitForMessageAsync(message => message is { IsFromBot: true, Files.Count: 1 } && message.ThreadTs == thread);
        await ComesToRestAsync(cutOff, () => Files().Count > 1);
        Assert.Single(Files());

        IReadOnlyList<SlackMessage> Files() => [.. World.Thread(General, thread).Where(message => message.Files.Count > 0)];
    }

    [Fact]
    [Trait("Req", "RS-19")]
    public async Task Frozen_between_the_record_of_a_jobs_start_and_its_process_a_worker_does_not_start_what_was_told_to_be_interrupted()
    {
        var (go, ran) = (Path.Combine(_folder.Path, "go"), Path.Combine(_folder.Path, "ran"));

        // Else a run about the end of the first one may be written down with the beginning of the second, by other statements.
        (string, string)[] settings = [.. Jobs, ("Jobs:Concurrency", "1"), ("Jobs:TellAgent", "false")];
        var frozen = await StartFirstAsync(settings);
        World.MentionBot(General, Ada, """use exec {"script":"until [ -e go ]; do sleep 0.05; done"}""");
        await SeeAsync("the first job runs", $"SELECT count(*) FROM {JobRecords} AND {HasBegun}", "1");
        var thread = World.MentionBot(General, Ada, """use exec {"script":"touch ran"}""");
        await SeeAsync("the second job waits", $"SELECT count(*) FROM {JobRecords} AND NOT {HasBegun}", "1");

        // That it begins is committed, while its worker does not hear of it: the answer waits for a standby that does not exist.
        var keeping = await HoldAsync($"SELECT name FROM {JobRecords} AND NOT {HasBegun} FOR UPDATE");
        await File.WriteAllTextAsync(go, "");
        await SeeAsync("it is about to begin", Waiting("INSERT INTO record"), "1");
        await AwaitStandbyAsync("nobody");
        await keeping.DisposeAsync();
        await SeeAsync("its beginning is being committed", "SELECT (count(*) > 0)::text FROM pg_stat_activity WHERE wait_event = 'SyncRep'", "true");
        frozen.Signal(ProcessFacts.Stop);
        var delivered = _between.Delivered;
        await AwaitStandbyAsync("");
        await SeeAsync("it has begun, by the record", $"SELECT count(*) FROM {JobRecords} AND {HasBegun} AND ended_at IS NULL", "1");
        await Eventually.SeeAsync("the answer to the commit has come", () => _between.Delivered > delivered);

        await StartWorkerAsync(settings);
        await AnswerAsync(General, thread, "interrupted");
        await ThawAsync(frozen, () => File.Exists(ran));
        Assert.False(File.Exists(ran), "What was said to be interrupted was run.");
    }

    private (string, string)[] Jobs => [("Jobs:Enabled", "true"), ("Jobs:WorkingDirectory", _folder.Path), ("Tools:Policies:exec", "Auto")];

    private async Task<HoldfastUnderTest> StartWorkerAsync(params IEnumerable<(string Key, string Value)> settings)
    {
        var worker = Prepare(
            [("DATABASE_URL", _database.Url), ("Slack:Connections", "1"), .. ShortLease.Settings, .. settings]);
        await worker.LaunchAsync();
        await worker.WaitUntilReadyAsync();
        return worker;
    }

    /// <summary>The first worker, which can be cut off from the database.</summary>
    private Task<HoldfastUnderTest> StartFirstAsync(params IEnumerable<(string Key, string Value)> settings) =>
        StartWorkerAsync([("DATABASE_URL", _database.Url.Replace($":{_database.Port}/", $":{_between.Port}/", StringComparison.Ordinal)), .. settings]);

    /// <summary>It thaws, and has nobody to tell it that it has lost its hold.</summary>
    private Task ThawAsync(HoldfastUnderTest worker, Func<bool> didIt) => ThawAsync(worker, () => Task.FromResult(didIt()));

    private async Task ThawAsync(HoldfastUnderTest worker, Func<Task<bool>> didIt)
    {
        _between.Cut();
        worker.Signal(ProcessFacts.Continue);
        await ComesToRestAsync(worker, didIt);
    }

    private Task ComesToRestAsync(HoldfastUnderTest worker, Func<bool> didIt) => ComesToRestAsync(worker, () => Task.FromResult(didIt()));

    /// <summary>It has dropped its work, or done what it must not; then it is let at the database again, and everything is done.</summary>
    private async Task ComesToRestAsync(HoldfastUnderTest worker, Func<Task<bool>> didIt)
    {
        await Eventually.SeeAsync(
            "it drops its work", async () => worker.Output.Contains(WhatItSays, StringComparison.Ordinal) || await didIt(), isOver => isOver);
        _between.Reconnect();
        await Server.WaitUntilIdleAsync();
        Assert.Equal(0, (await Server.HealthAsync()).DeadLetters);
    }

    private Task<string> SeeAsync(string what, string sql, string answer) => Eventually.SeeAsync(what, () => _database.AdministerAsync(sql), seen => seen == answer);

    private static string Waiting(string statement) =>
        $"SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND usename = '{PostgresServer.User}' AND query LIKE '%{statement}%'";

    private async Task AwaitStandbyAsync(string name)
    {
        await _database.AdministerAsync($"ALTER SYSTEM SET synchronous_standby_names = '{name}'");
        await _database.AdministerAsync("SELECT pg_reload_conf()");
    }

    /// <summary>Keeps what a statement locks until the answer is disposed of.</summary>
    private async Task<IAsyncDisposable> HoldAsync(string sql)
    {
        var holding = _database.AdministerAsync($"BEGIN; {sql}; SELECT pg_sleep(600)");
        await SeeAsync("it is locked", "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'", "1");
        return new Held(async () =>
        {
            await _database.AdministerAsync("SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep'");
            await Assert.ThrowsAsync<InvalidOperationException>(() => holding);
        });
    }

    private sealed class Held(Func<Task> release) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await release();
    }
}
