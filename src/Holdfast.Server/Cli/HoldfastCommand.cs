using System.CommandLine;

namespace Holdfast.Server.Cli;

/// <summary>The command line, one class a verb.</summary>
internal static class HoldfastCommand
{
    public static RootCommand Create() => new("Holdfast: an AI agent in Slack that never loses a message.")
    {
        RunCommand.Create(),
        DoctorCommand.Create(),
        DeadLettersCommand.Create(),
        GatesCommand.Create(),
        PauseCommands.CreatePause(),
        PauseCommands.CreateResume(),
        MigrateCommand.Create(),
        StorageCommand.Create(),
    };
}
