using System.CommandLine;

namespace Holdfast.Hosting.Cli.Completion;

/// <summary><c>holdfast completion SHELL</c>: the script by which a shell completes what is typed. It asks this program, so it never grows old.</summary>
internal static class CompletionCommand
{
    private const string Asked = "complete";

    private static readonly string[] Shells = ["bash", "zsh", "powershell"];

    public static Command Create(Command root, string program)
    {
        var shell = new Argument<string>("shell") { Description = string.Join(", ", Shells) + "." };
        shell.AcceptOnlyFromAmong(Shells);
        var command = new Command("completion", $"Writes a script for completion. For bash: source <({root.Name} completion bash).") { shell };
        command.SetAction(parsed => Console.Out.Write(parsed.GetValue(shell) switch
        {
            "bash" => Bash(program),
            "zsh" => Zsh(program),
            _ => PowerShell(program),
        }));
        return command;
    }

    /// <summary>What the scripts call: everything that can stand at a place of a line, one to a line.</summary>
    public static Command CreateComplete(Command root)
    {
        var position = new Option<int>("--position") { DefaultValueFactory = static _ => int.MaxValue };
        var line = new Argument<string>("line");
        var command = new Command(Asked, "For the scripts of 'completion'.") { position, line };
        command.Hidden = true;
        command.SetAction(parsed =>
        {
            var typed = parsed.GetValue(line) ?? "";
            var at = Math.Clamp(parsed.GetValue(position), 0, typed.Length);
            foreach (var completion in root.Parse(typed).GetCompletions(at))
                Console.Out.WriteLine(completion.InsertText ?? completion.Label);
        });
        return command;
    }

    private static string Bash(string program) =>
        $$"""
        _{{Name(program)}}_complete()
        {
            local IFS=$'\n'
            COMPREPLY=($("${COMP_WORDS[0]}" {{Asked}} --position "$COMP_POINT" -- "$COMP_LINE" 2>/dev/null))
        }
        complete -o default -F _{{Name(program)}}_complete {{program}}

        """;

    private static string Zsh(string program) =>
        $$"""
        #compdef {{program}}
        _{{Name(program)}}_complete()
        {
            local -a found
            found=("${(@f)$("${words[1]}" {{Asked}} --position "$CURSOR" -- "$BUFFER" 2>/dev/null)}")
            compadd -a found
        }
        compdef _{{Name(program)}}_complete {{program}}

        """;

    private static string PowerShell(string program) =>
        $$"""
        Register-ArgumentCompleter -Native -CommandName {{program}} -ScriptBlock {
            param($wordToComplete, $commandAst, $cursorPosition)
            & $commandAst.CommandElements[0].Value {{Asked}} --position $cursorPosition -- "$commandAst" 2>$null |
                ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
        }

        """;

    private static string Name(string program) => string.Concat(program.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_'));
}
