using Holdfast.Diagnostics;
using Holdfast.Hosting.Doctor;
using Holdfast.Hosting.Doctor.Checks;
using Holdfast.Notifications;
using Holdfast.Notifications.Webhooks;
using Holdfast.Postgres;
using Holdfast.Slack.WebApi;
using Holdfast.Sqlite;
using Holdfast.Testing;
using Microsoft.Extensions.Options;

namespace Holdfast.Hosting.Tests.Doctor;

/// <summary>The checks that ask nobody outside; those that do are tested against the simulator.</summary>
[Trait("Req", "CX-11")]
public sealed class ChecksTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(127, CheckStatus.Failed, "127 MiB")]
    [InlineData(128, CheckStatus.Warning, "128 MiB")]
    [InlineData(1_024, CheckStatus.Ok, "1.0 GiB")]
    public async Task The_disk_has_room_little_of_it_or_none(long mebibytes, object status, string size)
    {
        var result = await new DiskCheck(new Space(mebibytes * 1024 * 1024), Storage("not/yet/there"), NoDatabase).RunAsync(CancellationToken.None);

        Assert.Equal(status, result.Status);
        Assert.StartsWith($"{size} free at {_folder.Path}", result.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(1.9, 2.5, 0)] // A Date two seconds old is as old as it gets.
    [InlineData(-0.5, 0.1, 0)] // It came back later than it said.
    [InlineData(5, 6, 3)]
    [InlineData(-6, -5, -5)]
    [InlineData(-20, 20, 0)] // It was under way for so long that nothing is certain.
    public void Of_the_clock_only_what_is_certain_counts(double sentAfterDate, double receivedAfterDate, double offset)
    {
        var date = new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

        var certain = SlackTime.AheadFor(date.AddSeconds(sentAfterDate), date, date.AddSeconds(receivedAfterDate));

        Assert.Equal(TimeSpan.FromSeconds(offset), certain);
    }

    [Theory]
    [InlineData(2, CheckStatus.Ok, "agrees")]
    [InlineData(2.1, CheckStatus.Warning, "2 s ahead of")]
    [InlineData(-60, CheckStatus.Warning, "60 s behind")]
    [InlineData(-61, CheckStatus.Failed, "61 s behind")]
    [InlineData(7_200, CheckStatus.Failed, "0.02:00:00")]
    public void A_clock_that_is_a_little_off_is_a_warning_and_one_that_nobody_sets_a_failure(double seconds, object status, string said)
    {
        var result = ClockCheck.Judge(TimeSpan.FromSeconds(seconds));

        Assert.Equal(status, result.Status);
        Assert.Contains(said, result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_folder_behind_a_file_cannot_be_made()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "file"), "", TestContext.Current.CancellationToken);

        var result = await new DatabaseCheck(Storage("file/data"), NoDatabase).RunAsync(CancellationToken.None);

        Assert.Equal(CheckStatus.Failed, result.Status);
        Assert.Contains("Storage:Path", result.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_of_a_newer_version_is_refused()
    {
        var header = new byte[100];
        "SQLite format 3\0"u8.CopyTo(header);
        header[62] = 3;
        await File.WriteAllBytesAsync(Path.Combine(_folder.Path, "holdfast.db"), header, TestContext.Current.CancellationToken);

        var result = await new DatabaseCheck(Storage(""), NoDatabase).RunAsync(CancellationToken.None);

        Assert.Equal(CheckStatus.Failed, result.Status);
        Assert.Contains("schema 768", result.Message, StringComparison.Ordinal);
        Assert.Single(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Theory]
    [InlineData(null, CheckStatus.Skipped)]
    [InlineData("https://127.0.0.1:1/hook", CheckStatus.Ok)]
    [InlineData("https://nowhere.invalid/hook", CheckStatus.Failed)]
    public async Task The_webhooks_host_must_have_an_address(string? url, object status)
    {
        var options = Options.Create(new NotificationOptions { WebhookUrl = url is null ? null : new Uri(url) });
        Assert.SkipWhen(url is not null && HttpClient.DefaultProxy.GetProxy(new Uri(url)) is not null, "A proxy looks addresses up here.");

        var result = await new WebhookCheck(options).RunAsync(CancellationToken.None);

        Assert.Equal(status, result.Status);
    }

    private static IOptions<PostgresStoreOptions> NoDatabase { get; } = Options.Create(new PostgresStoreOptions());

    private IOptions<SqliteStoreOptions> Storage(string folder) => Options.Create(new SqliteStoreOptions { Path = Path.Combine(_folder.Path, folder) });

    private sealed class Space(long free) : FreeSpace
    {
        public override long Of(string path) => free;
    }
}
