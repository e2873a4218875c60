using System.CommandLine;
using Holdfast.Hosting.Modules;

namespace Holdfast.Hosting.Cli;

/// <summary>The command line, one class a verb.</summary>
internal static class HoldfastCommand
{
    public static RootCommand Create(ServerModules modules) => new("Holdfast: an AI agent in Slack that never loses a message.")
    {
        RunCommand.Create(modules),
        DoctorCommand.Create(modules),
        DeadLettersCommand.Create(modules),
        GatesCommand.Create(modules),
        PauseCommands.CreatePause(modules),
        PauseCommands.CreateResume(modules),
        MigrateCommand.Create(modules),
        StorageCommand.Create(modules),
    };
}
