using System.CommandLine;
using Holdfast.Hosting.Modules;
using Holdfast.Hosting.OperatorApi;

namespace Holdfast.Hosting.Cli;

/// <summary><c>holdfast storage</c>: moves a whole store.</summary>
internal static class StorageCommand
{
    public static Command Create(ServerModules modules) => new("storage", "Moves the store.") { CreateCopy(modules) };

    private static Command CreateCopy(ServerModules modules)
    {
        var configuration = new ConfigurationArguments(modules);
        var command = new Command("copy", "Copies everything from the data folder (Storage:Path) into the empty database of DATABASE_URL. Stop all servers first.")
        {
            configuration.File, configuration.Settings,
        };
        command.SetAction((parsed, cancellation) => Guard.RunAsync(async () =>
        {
            var choice = new StoreChoice(configuration.Load(parsed, StoreChoice.IsNeeded));
            if (!choice.IsShared)
                return Guard.Say("name the database to copy into: DATABASE_URL=postgres://user:password@host/database.", ExitCodes.Configuration);
            foreach (var (table, rows) in await StoreCopy.RunAsync(choice, cancellation))
                Console.Out.WriteLine($"{table,-12} {rows}");
            Console.Out.WriteLine("copied: start the workers with DATABASE_URL, and keep the data folder until you've seen them work");
            return ExitCodes.Ok;
        }));
        return command;
    }
}
