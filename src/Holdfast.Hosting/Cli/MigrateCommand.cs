using System.CommandLine;
using Holdfast.Hosting.Modules;
using Holdfast.Hosting.OperatorApi;
using Holdfast.Sqlite;

namespace Holdfast.Hosting.Cli;

/// <summary><c>holdfast migrate</c>: brings the store to the schema of this version, where the server's own user may not do it.</summary>
internal static class MigrateCommand
{
    public static Command Create(ServerModules modules)
    {
        var configuration = new ConfigurationArguments(modules);
        var command = new Command("migrate", "Creates the store's tables or upgrades them to this version. A server does so when it starts.")
        {
            configuration.File, configuration.Settings,
        };
        command.SetAction((parsed, cancellation) => Guard.RunAsync(async () =>
        {
            var choice = new StoreChoice(configuration.Load(parsed, StoreChoice.IsNeeded));
            if (choice.IsShared)
            {
                await using var shared = await choice.OpenSharedAsync(cancellation);
                Console.Out.WriteLine(shared.IsNew ? "created the tables" : "the tables are up to date");
            }
            else
            {
                await using var embedded = SqliteStore.Open(choice.Embedded, TimeProvider.System);
                Console.Out.WriteLine(embedded.IsNew ? "created the database file" : "the database file is up to date");
            }

            return ExitCodes.Ok;
        }));
        return command;
    }
}
