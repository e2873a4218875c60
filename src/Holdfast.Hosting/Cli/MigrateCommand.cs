using System.CommandLine;
using Holdfast.Hosting.Modules;
using Holdfast.Hosting.Operations;
using Holdfast.Sqlite;

namespace Holdfast.Hosting.Cli;

/// <summary><c>holdfast migrate</c>: brings the store to the schema of this version, for whoever may not leave that to the server's own user.</summary>
internal static class MigrateCommand
{
    public static Command Create(ServerModules modules)
    {
        var configuration = new ConfigurationArguments(modules);
        var command = new Command("migrate", "Makes the store's tables, or brings them to this version. A server does it by itself when it starts.")
        {
            configuration.File, configuration.Settings,
        };
        command.SetAction((parsed, cancellation) => Guard.RunAsync(async () =>
        {
            var choice = new StoreChoice(configuration.Load(parsed, StoreChoice.IsNeeded));
            if (choice.IsShared)
            {
                await using var shared = await choice.OpenSharedAsync(cancellation);
                Console.Out.WriteLine(shared.IsNew ? "the tables are made" : "the tables are those of this version");
            }
            else
            {
                await using var embedded = SqliteStore.Open(choice.Embedded, TimeProvider.System);
                Console.Out.WriteLine(embedded.IsNew ? "the database file is made" : "the database file is that of this version");
            }

            return ExitCodes.Ok;
        }));
        return command;
    }
}
