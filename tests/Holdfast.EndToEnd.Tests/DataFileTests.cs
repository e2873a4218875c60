using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Simulator;

namespace Holdfast.EndToEnd.Tests;

/// <summary>Somebody does something to the data folder of a server that runs.</summary>
[Trait("Req", "SE-6")]
public sealed class DataFileTests : EndToEndTest
{
    private protected override SimulatorOptions Options => Impatient;

    private string DatabaseFile => Path.Combine(Server.DataFolder, "holdfast.db");

    [Theory]
    [InlineData("deleted")]
    [InlineData("moved")]
    [InlineData("replaced")]
    [InlineData("without its log")]
    [InlineData("overwritten")]
    [InlineData("with an empty log")]
    [Trait("Req", "RS-3")]
    [Trait("Req", "RS-8")]
    public async Task A_database_file_that_is_gone_is_noticed_before_anything_more_is_acknowledged_and_the_server_ends(string how)
    {
        await StartAsync(("Agent:Kind", "Echo"));
        var thread = World.MentionBot(General, Ada, "before.");
        await AnswerAsync(General, thread, "before.");
        await Server.WaitUntilIdleAsync();
        var acknowledged = Slack.Sockets.Counters.Acked;

        Spoil(how);
        var refused = World.MentionBot(General, Ada, "after.");

        Assert.Equal(1, await Server.EndAsync());
        Assert.Equal(acknowledged, Slack.Sockets.Counters.Acked);
        Assert.Contains(DatabaseFile, Server.Output, StringComparison.Ordinal);
        Assert.Contains("Put the file back", Server.Output, StringComparison.Ordinal);

        // As a service manager does.
        await Server.StartAsync();
        await AnswerAsync(General, refused, "after.");
        await Server.WaitUntilIdleAsync();
        Assert.Single(Answers(General, refused));
    }

    [Fact]
    public async Task A_second_server_is_refused_although_somebody_removed_the_lock_file()
    {
        await StartAsync(("Agent:Kind", "Echo"));
        File.Delete(Path.Combine(Server.DataFolder, "holdfast.lock"));
        var second = Prepare(("Agent:Kind", "Echo"), ("Storage:Path", Server.DataFolder));

        Assert.Equal(78, await second.RunToEndAsync());

        Assert.Contains("in use by another Holdfast server", second.Output, StringComparison.Ordinal);
        var thread = World.MentionBot(General, Ada, "hello.");
        await AnswerAsync(General, thread, "hello.");
    }

    private void Spoil(string how)
    {
        switch (how)
        {
            case "deleted":
                foreach (var file in Directory.GetFiles(Server.DataFolder, "holdfast.db*")) File.Delete(file);
                break;
            case "moved":
                File.Move(DatabaseFile, DatabaseFile + ".old");
                break;
            case "replaced":
                File.Copy(DatabaseFile, DatabaseFile + ".backup");
                File.Move(DatabaseFile + ".backup", DatabaseFile, overwrite: true);
                break;
            case "overwritten":
                // As cp does when a backup is restored while the server runs.
                File.WriteAllBytes(DatabaseFile, File.ReadAllBytes(DatabaseFile));
                break;
            case "with an empty log":
                using (var log = new FileStream(DatabaseFile + "-wal", FileMode.Open, FileAccess.Write, FileShare.ReadWrite)) log.SetLength(0);
                break;
            default:
                File.Delete(DatabaseFile + "-wal");
                break;
        }
    }
}
