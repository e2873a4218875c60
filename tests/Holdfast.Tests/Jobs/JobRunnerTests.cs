using System.Text;
using System.Text.Json;
using Holdfast.Deliveries;
using Holdfast.Items;
using Holdfast.Jobs;
using Holdfast.Jobs.Processes;
using Holdfast.Lanes;
using Holdfast.Storage;
using Holdfast.Testing;
using Holdfast.Testing.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Holdfast.Tests.Jobs;

[Trait("Req", "RS-19")]
public sealed class JobRunnerTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();
    private readonly FakeClock _clock = new();
    private readonly InMemoryStore _store;
    private readonly FakeProcesses _processes = new();
    private readonly WorkStops _stops = new();
    private readonly JobOptions _options = new() { Enabled = true };
    private readonly JobRunner _runner;

    public JobRunnerTests()
    {
        _options.WorkingDirectory = _folder.Path;
        _store = new InMemoryStore(_clock);
        var options = Options.Create(_options);
        var messages = new MessageComposer(_clock);
        var cards = new JobCards(messages);
        var endings = new JobEndings(messages, new FileComposer(_clock), cards, new JobReports(options, _clock), options, _clock);
        _runner = new JobRunner(_store, _processes, endings, cards, _stops, options, _clock, NullLogger<JobRunner>.Instance);
    }

    private static CancellationToken None => CancellationToken.None;

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task That_it_begins_is_durable_before_it_does()
    {
        var (job, claim) = await OrderAsync();
        var handling = HandleAsync(claim);
        await _processes.Started.WaitAsync(Patience);
        Assert.Equal(JobStatus.Running, (await _store.GetJobAsync(job.Id, None))!.Status);
        _processes.Finish(Exited(0, "hi\n"));
        var end = await handling.WaitAsync(Patience);
        var order = _processes.Order!;
        Assert.Equal(job.Id.ToString(), order.Id);
        Assert.Equal(["echo", "hi"], order.Arguments);
        Assert.Equal((JobStatus.Succeeded, 0), (Assert.Single(end.Jobs).Status, end.Jobs[0].ExitCode));
        Assert.Equal(["chat.update"], Plans(end).Select(plan => plan.Method));
        Assert.Equal([JobRecords.Cancellations.Remove(job.Id)], end.Records.Where(record => record.Key.Kind == "cancel"));
        Assert.All(Plans(end), plan => Assert.DoesNotContain(JobCards.Cancel, Encoding.UTF8.GetString(plan.Arguments.Span), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(ProcessEnd.Exited, 3, JobStatus.Failed, "failed with exit code 3")]
    [InlineData(ProcessEnd.TimedOut, null, JobStatus.TimedOut, "ran longer than 10 min")]
    [InlineData(ProcessEnd.TooMuchOutput, null, JobStatus.Failed, "wrote more than 52 MB")]
    [InlineData(ProcessEnd.NotStarted, null, JobStatus.Failed, "couldn't be started")]
    public async Task Each_end_is_told(ProcessEnd how, int? code, JobStatus status, string told)
    {
        var (_, claim) = await OrderAsync();
        _processes.Finish(new ProcessResult(how, code, "out", 3, IsOutputCut: false, TimeSpan.FromSeconds(2)));
        var end = await HandleAsync(claim);
        Assert.Equal(status, end.Jobs[0].Status);
        Assert.All(Plans(end), plan => Assert.Contains(told, Encoding.UTF8.GetString(plan.Arguments.Span), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_job_that_is_found_begun_is_killed_and_told_and_not_run_again()
    {
        var (job, claim) = await OrderAsync();
        await KeepAsync(claim, new() { Claim = claim, Outcome = ItemOutcome.Checkpoint, Records = [(job with { Status = JobStatus.Running, StartedAt = _clock.GetUtcNow() }).ToRecord()] });
        var end = await HandleAsync(claim);
        Assert.Equal((JobStatus.Interrupted, ItemOutcome.Answered), (end.Jobs[0].Status, end.Outcome));
        Assert.Equal([job.Id.ToString()], _processes.Killed);
        Assert.Equal(0, _processes.Runs);
    }

    [Fact]
    public async Task A_job_that_has_ended_is_not_run_by_a_replay()
    {
        var (job, claim) = await OrderAsync();
        await KeepAsync(claim, new() { Claim = claim, Outcome = ItemOutcome.Checkpoint, Records = [(job with { Status = JobStatus.Failed, EndedAt = _clock.GetUtcNow() }).ToRecord()] });
        Assert.Equal(ItemOutcome.Ignored("the job has ended"), (await HandleAsync(claim)).Outcome);
        Assert.Equal(0, _processes.Runs);
    }

    [Fact]
    public async Task A_job_that_was_cancelled_before_its_turn_is_not_run()
    {
        var (job, claim) = await OrderAsync();
        await KeepAsync(claim, new() { Claim = claim, Outcome = ItemOutcome.Checkpoint, Records = [JobRecords.Cancellations.Ask(job.Id, "T1", "U2")] });
        var end = await HandleAsync(claim);
        Assert.Equal(JobStatus.Cancelled, end.Jobs[0].Status);
        Assert.Contains("by <@U2> before it started", Encoding.UTF8.GetString(Plans(end)[0].Arguments.Span), StringComparison.Ordinal);
        Assert.Equal(0, _processes.Runs);
    }

    [Fact]
    public async Task A_job_whose_tools_were_switched_off_is_not_run()
    {
        var (_, claim) = await OrderAsync();
        _options.Enabled = false;
        Assert.Equal(JobStatus.Cancelled, (await HandleAsync(claim)).Jobs[0].Status);
        Assert.Equal(0, _processes.Runs);
    }

    [Fact]
    public async Task A_running_job_is_cancelled_by_whoever_wants_it()
    {
        var (job, claim) = await OrderAsync();
        var handling = HandleAsync(claim);
        await _processes.Started.WaitAsync(Patience);
        await KeepAsync(claim, new() { Claim = claim, Outcome = ItemOutcome.Checkpoint, Records = [JobRecords.Cancellations.Ask(job.Id, "T1", "U2")] });
        await _stops.StopAsync(job.Id);
        Assert.Equal(JobStatus.Cancelled, (await handling.WaitAsync(Patience)).Jobs[0].Status);
    }

    [Fact]
    public async Task A_stop_of_the_server_ends_it_without_an_end_of_its_own()
    {
        var (job, claim) = await OrderAsync();
        using var stop = new CancellationTokenSource();
        var handling = HandleAsync(claim, stop.Token);
        await _processes.Started.WaitAsync(Patience);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => handling.WaitAsync(Patience));
        Assert.Equal(JobStatus.Running, (await _store.GetJobAsync(job.Id, None))!.Status);
    }

    [Fact]
    public async Task How_far_it_is_is_shown_soon_and_then_ever_more_rarely()
    {
        var (_, claim) = await OrderAsync();
        var handling = HandleAsync(claim);
        await _processes.Started.WaitAsync(Patience);
        _processes.Progress!(new ProcessProgress(TimeSpan.Zero, 1234, "halfway"));
        foreach (var pause in (int[])[5, 10, 20, 40, 60, 60])
        {
            await _clock.TimerSetAsync(TimeSpan.FromSeconds(pause)).WaitAsync(Patience);
            _clock.Advance(TimeSpan.FromSeconds(pause));
        }

        await _clock.TimerSetAsync(TimeSpan.FromSeconds(60)).WaitAsync(Patience);
        _processes.Finish(Exited(0, ""));
        await handling.WaitAsync(Patience);
        var stats = await _store.GetQueueStatsAsync(None);

        // That it began, and six times how far it is.
        Assert.Equal(7, stats.Single(queue => queue.Queue == LaneQueue.Outbound).Items);
    }

    [Fact]
    public async Task Long_output_is_a_file_with_its_end_in_the_message()
    {
        var (job, claim) = await OrderAsync();
        var output = string.Concat(Enumerable.Range(0, 1_000).Select(n => $"line {n}\n"));
        _processes.Finish(Exited(0, output));
        var plans = Plans(await HandleAsync(claim));
        Assert.Equal(["chat.update", DeliveryPlan.UploadFile], plans.Select(plan => plan.Method));
        Assert.Contains("line 999", Encoding.UTF8.GetString(plans[0].Arguments.Span), StringComparison.Ordinal);
        Assert.DoesNotContain("line 100\\n", Encoding.UTF8.GetString(plans[0].Arguments.Span), StringComparison.Ordinal);
        var file = PlannedFile.Of(plans[1]);
        Assert.Equal(($"job-{job.Id}.txt", output), (file.Name, Encoding.UTF8.GetString(file.Content!)));
    }

    [Fact]
    public async Task A_script_is_a_private_file_while_it_runs_and_gone_afterwards()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no /bin/sh.");
        var (_, claim) = await OrderAsync(new JobOrder { Script = "echo hi\n", Directory = _folder.Path });
        var path = "";
        _processes.OnRun = order =>
        {
            path = order.Arguments[1];
            Assert.Equal("/bin/sh", order.Arguments[0]);
            Assert.Equal("echo hi\n", File.ReadAllText(path));
            if (!OperatingSystem.IsWindows())
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        };
        _processes.Finish(Exited(0, ""));
        await HandleAsync(claim);
        Assert.NotEmpty(path);
        Assert.False(Directory.Exists(Path.GetDirectoryName(path)));
    }

    [Fact]
    [Trait("Req", "SE-3")]
    public async Task A_folder_that_somebody_has_put_where_the_script_would_be_is_not_used()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("Modes of folders are asked of Linux.");
            return;
        }

        var (job, claim) = await OrderAsync(new JobOrder { Script = "echo hi\n", Directory = _folder.Path });
        string[] theirs = [.. ((string[])["", "-", "-x"]).Select(end => Path.Combine(Path.GetTempPath(), $"holdfast-job-{job.Id}{end}"))];
        foreach (var folder in theirs)
            File.SetUnixFileMode(Directory.CreateDirectory(folder).FullName, (UnixFileMode)511);
        var used = "";
        _processes.OnRun = order =>
        {
            used = Path.GetDirectoryName(order.Arguments[1])!;
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, OperatingSystem.IsLinux() ? File.GetUnixFileMode(used) : default);
        };
        _processes.Finish(Exited(0, ""));
        try
        {
            await HandleAsync(claim);

            Assert.NotEmpty(used);
            Assert.DoesNotContain(used, theirs);
            Assert.All(theirs, folder => Assert.True(Directory.Exists(folder)));
        }
        finally
        {
            foreach (var folder in theirs)
                Directory.Delete(folder);
        }
    }

    [Fact]
    [Trait("Req", "RS-14")]
    public async Task What_is_left_of_scripts_after_a_crash_is_removed_at_the_next_start_and_nothing_of_others()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("Owners of folders are asked of Linux.");
            return;
        }

        var (ended, _) = await OrderAsync(new JobOrder { Script = "echo", Directory = _folder.Path });
        var (running, claim) = await OrderAsync(new JobOrder { Script = "echo", Directory = _folder.Path });
        await KeepAsync(claim, new() { Claim = claim, Outcome = ItemOutcome.Checkpoint, Records = [(running with { Status = JobStatus.Running }).ToRecord()] });
        var kept = Directory.CreateDirectory(Path.Combine(_folder.Path, "kept"));
        async Task<string> FolderOfAsync(ItemId id) => Path.GetDirectoryName(await ScriptFile.WriteAsync(id, "echo"))!;
        var (left, atWork, ofAnotherStore) = (await FolderOfAsync(ended.Id), await FolderOfAsync(running.Id), await FolderOfAsync(ItemId.New(_clock)));
        var link = Directory.CreateSymbolicLink($"{left}-link", kept.FullName);
        var open = Directory.CreateDirectory($"{left}-open", (UnixFileMode)493);
        try
        {
            await new JobGuard(_store, _processes, Options.Create(new JobOptions()), NullLogger<JobGuard>.Instance).StartAsync(None);

            Assert.False(Directory.Exists(left));
            Assert.All((string[])[atWork, ofAnotherStore, link.FullName, open.FullName, kept.FullName], folder => Assert.True(Directory.Exists(folder), folder));
        }
        finally
        {
            link.Delete();
            open.Delete();
            foreach (var folder in (string[])[atWork, ofAnotherStore])
                Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    [Trait("Req", "SE-3")]
    public async Task A_directory_that_leads_elsewhere_by_now_is_not_entered()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need rights there.");
        var (_, claim) = await OrderAsync(new JobOrder { Command = ["ls"], Directory = Path.Combine(_folder.Path, "sub") });
        Directory.CreateSymbolicLink(Path.Combine(_folder.Path, "sub"), "/");
        Assert.Equal(JobStatus.Failed, (await HandleAsync(claim)).Jobs[0].Status);
        Assert.Equal(0, _processes.Runs);
    }

    [Fact]
    public async Task What_is_given_up_on_is_told()
    {
        var (job, claim) = await OrderAsync();
        var end = _runner.GiveUp(claim, new InvalidOperationException("secret"));
        Assert.Equal(new ItemOutcome.Dead(nameof(InvalidOperationException)), end.Outcome);
        Assert.Equal((job.Id, JobStatus.Failed), (end.Jobs[0].Id, end.Jobs[0].Status));
        Assert.Single(Plans(end));
    }

    private static ProcessResult Exited(int code, string output) =>
        new(ProcessEnd.Exited, code, output, output.Length, IsOutputCut: false, TimeSpan.FromSeconds(1));

    private static List<DeliveryPlan> Plans(Transition transition) => [.. transition.Append.Where(item => item.Queue == LaneQueue.Outbound).Select(item => DeliveryPlan.Read(item.Payload))];

    private Task<Transition> HandleAsync(Claim claim, CancellationToken cancellationToken = default) =>
        _runner.HandleAsync(new LaneWork(claim, _store), cancellationToken).AsTask();

    private async Task KeepAsync(Claim claim, Transition transition) =>
        Assert.Equal(CommitResult.Committed, await _store.CommitAsync(transition with { Claim = claim }, None));

    private async Task<(Job Job, Claim Claim)> OrderAsync(JobOrder? order = null)
    {
        order ??= new JobOrder { Command = ["echo", "hi"], Directory = _folder.Path };
        var job = new Job
        {
            Id = ItemId.New(_clock),
            Run = ItemId.New(_clock),
            Conversation = "T1/C1/1700000000.000100",
            RequestedBy = "U1",
            Tool = "exec",
            Shown = order.Shown,
            Order = order.ToJson(),
            Status = JobStatus.Queued,
            CreatedAt = _clock.GetUtcNow(),
            Notice = ItemId.New(_clock),
        };
        var item = new NewItem
        {
            Id = job.Id,
            Queue = LaneQueue.Jobs,
            Lane = $"job/{job.Id}",
            Kind = JobRequests.ItemKind,
            Payload = JsonSerializer.SerializeToUtf8Bytes(job, JobJson.Default.Job),
        };
        await _store.AppendAsync([item], None);
        var claim = Assert.Single(await _store.ClaimAsync(LaneQueue.Jobs, new WorkerId("w"), 1, TimeSpan.FromHours(1), None));
        await KeepAsync(claim, new() { Claim = claim, Outcome = ItemOutcome.Checkpoint, Records = [job.ToRecord()] });
        return (job, claim);
    }

    private sealed class FakeProcesses : IProcessRunner
    {
        private readonly TaskCompletionSource<ProcessResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Started => _started.Task;

        public int Runs { get; private set; }

        public ProcessOrder? Order { get; private set; }

        public List<string> Killed { get; } = [];

        public Action<ProcessOrder> OnRun { get; set; } = _ => { };

        public Action<ProcessProgress>? Progress { get; private set; }

        public void Finish(ProcessResult result) => _result.TrySetResult(result);

        public async Task<ProcessResult> RunAsync(ProcessOrder order, Action<ProcessProgress>? progress, CancellationToken cancellationToken)
        {
            Runs++;
            Progress = progress;
            Order = order;
            OnRun(order);
            using var cancelled = cancellationToken.Register(() => Finish(new ProcessResult(ProcessEnd.Cancelled, null, "", 0, IsOutputCut: false, TimeSpan.Zero)));
            _started.TrySetResult();
            return await _result.Task;
        }

        public int KillLeftovers(string id)
        {
            Killed.Add(id);
            return 1;
        }
    }
}
