using System.CommandLine;
using System.CommandLine.Help;
using Holdfast.Hosting.Cli.Completion;
using Holdfast.Hosting.Modules;

namespace Holdfast.Hosting.Cli;

/// <summary>The command line: a class a verb, and the verbs that modules have brought.</summary>
internal static class HoldfastCommand
{
    /// <summary>Makes it, for what was typed: the server itself starts without asking which other verbs there are.</summary>
    /// <param name="modules">What the server is made of.</param>
    /// <param name="args">What was typed.</param>
    public static Command Create(ServerModules modules, IReadOnlyList<string> args)
    {
        var root = new Command(ProgramName, "Holdfast: an AI agent in Slack that never loses a message.") { new HelpOption(), new VersionOption(), RunCommand.Create(modules) };
        return args is ["run", ..] ? root : WithAll(root, modules);
    }

    private static Command WithAll(Command root, ServerModules modules)
    {
        root.Add(DoctorCommand.Create(modules));
        root.Add(HealthCommand.Create(modules));
        foreach (var command in VerbCommands.Create(modules))
            root.Add(command);
        root.Add(PauseCommands.CreatePause(modules));
        root.Add(PauseCommands.CreateResume(modules));
        root.Add(ConfigCommand.Create(modules));
        root.Add(ManifestCommand.Create(modules));
        root.Add(BackupCommands.CreateBackup(modules));
        root.Add(BackupCommands.CreateRestore(modules));
        root.Add(MigrateCommand.Create(modules));
        root.Add(StorageCommand.Create(modules));
        root.Add(CompletionCommand.Create(root, ProgramName));
        root.Add(CompletionCommand.CreateComplete(root));
        return root;
    }

    /// <summary>What a user types: the program's file, not its assembly.</summary>
    public static string ProgramName =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) is { Length: > 0 } name && name != "dotnet" ? name : "holdfast";
}
