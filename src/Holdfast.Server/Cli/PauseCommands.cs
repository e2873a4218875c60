using System.CommandLine;
using Holdfast.Operators;
using Holdfast.Server.Operations;
using Holdfast.Sqlite;

namespace Holdfast.Server.Cli;

/// <summary><c>holdfast pause</c> and <c>holdfast resume</c>: the kill switch, for whoever is at the server's machine.</summary>
internal static class PauseCommands
{
    public static Command CreatePause() =>
        Create(OperatorOrders.Pause, "Stops the agent from acting; messages are kept.", "paused: messages are kept, and answered after 'holdfast resume'");

    public static Command CreateResume() => Create(OperatorOrders.Resume, "Lets the agent go on, with what was kept first.", "the agent goes on");

    private static Command Create(string order, string description, string done)
    {
        var configuration = new ConfigurationArguments();
        var command = new Command(order, description) { configuration.File, configuration.Settings };
        command.SetAction((parsed, cancellation) => Guard.RunAsync(async () =>
        {
            var loaded = configuration.Load(parsed, section => section == "Storage");
            var storage = loaded.GetSection("Storage").Get<SqliteStoreOptions>() ?? new SqliteStoreOptions();
            var (isRunning, _) = await RunningServer.TryAskAsync(storage, async server =>
            {
                using var response = await server.PostAsync($"operations/{order}", content: null, cancellation);
                response.EnsureSuccessStatusCode();
                return true;
            });
            if (!isRunning)
                return Guard.Say("no server runs on this data folder. Start it, then say this again.", ExitCodes.Failure);
            Console.Out.WriteLine(done);
            return ExitCodes.Ok;
        }));
        return command;
    }
}
