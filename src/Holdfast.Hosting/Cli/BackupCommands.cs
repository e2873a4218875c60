using System.CommandLine;
using Holdfast.Hosting.Modules;
using Holdfast.Hosting.OperatorApi;
using Holdfast.Sqlite;
using Holdfast.Sqlite.Backup;
using Holdfast.Text;

namespace Holdfast.Hosting.Cli;

/// <summary><c>holdfast backup</c> and <c>holdfast restore</c>: the embedded store as one file, while the server works.</summary>
internal static class BackupCommands
{
    private const string Shared =
        "the store is a PostgreSQL database, which has its own tools: pg_dump --format=custom makes a backup while workers run, pg_restore puts it back after they have been stopped (docs/operating.md).";

    private static readonly TimeSpan ProgressEvery = TimeSpan.FromSeconds(2);

    public static Command CreateBackup(ServerModules modules)
    {
        var configuration = new ConfigurationArguments(modules);
        var file = new Argument<string>("file") { Description = "The file to make." };
        var command = new Command("backup", "Copies the store into a file, whether the server runs or not.") { file, configuration.File, configuration.Settings };
        command.SetAction((parsed, cancellation) => Guard.RunAsync(async () =>
        {
            var choice = new StoreChoice(configuration.Load(parsed, StoreChoice.IsNeeded));
            if (choice.IsShared)
                return Guard.Say(Shared, ExitCodes.Configuration);
            if (!SqliteStore.Exists(choice.Embedded))
                throw RunningServer.NoData(choice.Embedded);
            var target = parsed.GetValue(file)!;
            var making = Task.Run(() => SqliteBackup.Make(choice.Embedded, target), CancellationToken.None);
            await ShowProgressAsync(making, target, cancellation);
            Console.Out.WriteLine($"{Path.GetFullPath(target)} {Quantities.Bytes(await making)}");
            return ExitCodes.Ok;
        }));
        return command;
    }

    public static Command CreateRestore(ServerModules modules)
    {
        var configuration = new ConfigurationArguments(modules);
        var file = new Argument<string>("file") { Description = "The backup." };
        var replace = new Option<bool>("--replace") { Description = "Moves a store that is there aside, and keeps it." };
        var command = new Command("restore", "Puts a backup into the data folder (Storage:Path). Stop the server first.") { file, replace, configuration.File, configuration.Settings };
        command.SetAction((parsed, _) => Guard.RunAsync(() =>
        {
            var choice = new StoreChoice(configuration.Load(parsed, StoreChoice.IsNeeded));
            if (choice.IsShared)
                return Task.FromResult(Guard.Say(Shared, ExitCodes.Configuration));
            Console.Error.WriteLine("holdfast: checking the backup");
            var aside = SqliteRestore.Run(choice.Embedded, parsed.GetValue(file)!, parsed.GetValue(replace), TimeProvider.System);
            Console.Out.WriteLine($"restored into {Path.GetFullPath(choice.Embedded.Path)}{(aside is null ? "" : $"; what was there is {aside}")}");
            return Task.FromResult(ExitCodes.Ok);
        }));
        return command;
    }

    private static async Task ShowProgressAsync(Task making, string target, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(ProgressEvery);
        while (!making.IsCompleted)
        {
            var tick = timer.WaitForNextTickAsync(cancellationToken).AsTask();
            if (await Task.WhenAny(making, tick) == making)
                return;
            await tick;
            Console.Error.WriteLine($"holdfast: {Quantities.Bytes(SqliteBackup.WrittenOf(target))} written");
        }
    }
}
