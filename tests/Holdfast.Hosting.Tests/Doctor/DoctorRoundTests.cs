using Holdfast.Diagnostics;
using Holdfast.Hosting.Doctor;
using Holdfast.Testing;
using Microsoft.Extensions.Configuration;

namespace Holdfast.Hosting.Tests.Doctor;

[Trait("Req", "CX-11")]
public sealed class DoctorRoundTests
{
    private readonly FakeClock _clock = new();

    [Fact]
    public async Task Checks_run_side_by_side_and_are_reported_in_their_order()
    {
        var second = new TaskCompletionSource();
        var reports = await RunAsync(
            new Check("first", async _ =>
            {
                await second.Task;
                return CheckResult.Ok("after the second");
            }),
            new Check("second", _ =>
            {
                second.SetResult();
                return Task.FromResult(CheckResult.Warning("half", "mend it"));
            }));

        Assert.Equal([new CheckReport("first", CheckStatus.Ok, "after the second", null), new("second", CheckStatus.Warning, "half", "mend it")], reports);
    }

    [Theory]
    [InlineData(true, true, 10)]
    [InlineData(false, true, 10)]
    [InlineData(true, false, 32)]
    public async Task A_check_that_hangs_is_left_when_its_time_is_over_whether_it_listens_or_not(bool listens, bool isUsual, int seconds)
    {
        var running = RunAsync(
            isUsual ? new Check("hangs", HangAsync) : new PatientCheck("hangs", TimeSpan.FromSeconds(seconds), HangAsync),
            new PatientCheck("well", TimeSpan.FromSeconds(77), _ => Task.FromResult(CheckResult.Ok("fine"))));
        await _clock.TimerSetAsync(TimeSpan.FromSeconds(seconds)).WaitAsync(TimeSpan.FromSeconds(60));
        _clock.Advance(TimeSpan.FromSeconds(seconds));

        var reports = await running.WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Equal([CheckStatus.Failed, CheckStatus.Ok], reports.Select(report => report.Status));
        Assert.Contains($"{seconds} s", reports[0].Message, StringComparison.Ordinal);

        async Task<CheckResult> HangAsync(CancellationToken token)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, listens ? token : CancellationToken.None);
            return CheckResult.Ok("never");
        }
    }

    [Fact]
    public async Task A_check_without_a_sensible_limit_fails_and_the_others_are_told_of()
    {
        var reports = await RunAsync(
            new PatientCheck("odd", TimeSpan.FromSeconds(-5), _ => Task.FromResult(CheckResult.Ok("never"))), new Check("well", _ => Task.FromResult(CheckResult.Ok("fine"))));

        Assert.Equal([CheckStatus.Failed, CheckStatus.Ok], reports.Select(report => report.Status));
    }

    [Fact]
    public async Task What_a_check_throws_is_a_failure_without_a_trace_and_without_secrets()
    {
        var report = Assert.Single(await RunAsync(new Check("broken", _ => throw new InvalidOperationException("cannot use xoxb-hunter2"))));

        Assert.Equal(CheckStatus.Failed, report.Status);
        Assert.Contains("cannot use ***", report.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(" at ", report.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Slack:ApiUrl must be an absolute URL.", true)]
    [InlineData("Slack:ApiUlr is not known. Did you mean Slack:ApiUrl?", true)]
    [InlineData("Slakc is not known. Did you mean Slack?", true)]
    [InlineData("Slack:Connections must be a whole number, not 'many'.", false)]
    public async Task A_check_is_skipped_when_a_setting_that_it_stands_on_may_be_wrong(string problem, bool isSkipped)
    {
        var check = new Check("slack", _ => Task.FromResult(CheckResult.Ok("asked"))) { Needs = ["Slack:BotToken", "Slack:ApiUrl"] };

        var report = Assert.Single(await RunAsync([problem], check));

        Assert.Equal(isSkipped ? CheckStatus.Skipped : CheckStatus.Ok, report.Status);
    }

    [Fact]
    public void Values_that_cannot_be_read_are_left_out_and_the_others_stay()
    {
        var settings = Settings(["Slack:Connections must be a whole number, not 'many'."]);

        Assert.Null(settings.Readable["Slack:Connections"]);
        Assert.Equal("xoxb-hunter2", settings.Readable["Slack:BotToken"]);
    }

    [Fact]
    public void Of_a_configuration_that_cannot_be_read_at_all_everything_is_in_doubt()
    {
        var settings = new DoctorSettings(all: null, ["appsettings.json is no JSON."]);

        Assert.NotNull(settings.Doubt(["Storage:Path"]));
        Assert.Null(settings.Doubt([]));
    }

    private static DoctorSettings Settings(IReadOnlyList<string> problems) => new(
        new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Slack:BotToken"] = "xoxb-hunter2", ["Slack:Connections"] = "many" })
            .Build(),
        problems);

    private Task<IReadOnlyList<CheckReport>> RunAsync(params IDoctorCheck[] checks) => RunAsync([], checks);

    private async Task<IReadOnlyList<CheckReport>> RunAsync(IReadOnlyList<string> problems, params IDoctorCheck[] checks)
    {
        var reports = new List<CheckReport>();
        await foreach (var report in new DoctorRound(checks, Settings(problems), _clock).RunAsync(CancellationToken.None))
            reports.Add(report);
        return reports;
    }

    private class Check(string name, Func<CancellationToken, Task<CheckResult>> run) : IDoctorCheck
    {
        public string Name => name;

        public IReadOnlyList<string> Needs { get; init; } = [];

        public Task<CheckResult> RunAsync(CancellationToken cancellationToken) => run(cancellationToken);
    }

    private sealed class PatientCheck(string name, TimeSpan limit, Func<CancellationToken, Task<CheckResult>> run) : Check(name, run), IDoctorCheck
    {
        public TimeSpan Limit => limit;
    }
}
