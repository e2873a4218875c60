using System.CommandLine;
using System.CommandLine.Help;
using Holdfast.Hosting.Modules;

namespace Holdfast.Hosting.Cli;

/// <summary>The command line, one class a verb.</summary>
internal static class HoldfastCommand
{
    public static Command Create(ServerModules modules) => new(ProgramName, "Holdfast: an AI agent in Slack that never loses a message.")
    {
        new HelpOption(),
        new VersionOption(),
        RunCommand.Create(modules),
        DoctorCommand.Create(modules),
        DeadLettersCommand.Create(modules),
        GatesCommand.Create(modules),
        UsageCommand.Create(modules),
        PauseCommands.CreatePause(modules),
        PauseCommands.CreateResume(modules),
        MigrateCommand.Create(modules),
        StorageCommand.Create(modules),
    };

    /// <summary>What a user types: the program's file, not its assembly.</summary>
    private static string ProgramName =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) is { Length: > 0 } name && name != "dotnet" ? name : "holdfast";
}
