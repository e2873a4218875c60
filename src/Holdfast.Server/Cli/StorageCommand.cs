using System.CommandLine;
using Holdfast.Server.Operations;

namespace Holdfast.Server.Cli;

/// <summary><c>holdfast storage</c>: what is done with a store as a whole.</summary>
internal static class StorageCommand
{
    public static Command Create() => new("storage", "Moves the store.") { CreateCopy() };

    private static Command CreateCopy()
    {
        var configuration = new ConfigurationArguments();
        var command = new Command("copy", "Copies everything from the data folder (Storage:Path) into the empty database of DATABASE_URL. No server may run meanwhile.")
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
            Console.Out.WriteLine("copied: start the workers with DATABASE_URL, and keep the data folder until you have seen them at work");
            return ExitCodes.Ok;
        }));
        return command;
    }
}
