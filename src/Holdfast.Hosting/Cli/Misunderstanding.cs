using System.CommandLine;
using Holdfast.Configuration;

namespace Holdfast.Hosting.Cli;

/// <summary>What is said where the command line is not understood: what is wrong, and what was probably meant, instead of the whole help.</summary>
internal static class Misunderstanding
{
    /// <summary>Words of other programs for what is meant here.</summary>
    private static readonly Dictionary<string, string> Synonyms = new(StringComparer.OrdinalIgnoreCase)
    {
        ["start"] = "run", ["serve"] = "run", ["server"] = "run", ["check"] = "doctor", ["stop"] = "pause", ["upgrade"] = "migrate", ["costs"] = "usage", ["log"] = "audit", ["logs"] = "audit",
        ["settings"] = "config", ["queues"] = "lanes", ["ls"] = "list", ["rm"] = "discard", ["delete"] = "discard", ["retry"] = "replay",
    };

    /// <summary>Says it.</summary>
    /// <param name="root">All commands there are.</param>
    /// <param name="parsed">What was typed.</param>
    /// <returns>The exit code.</returns>
    public static int Explain(Command root, ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var path = PathOf(root, parsed);
        var unknown = parsed.UnmatchedTokens.Count > 0 ? parsed.UnmatchedTokens[0] : null;
        if (unknown is not null)
        {
            var known = unknown.StartsWith('-')
                ? command.Options.Where(option => !option.Hidden).Select(option => option.Name)
                : command.Subcommands.Where(sub => !sub.Hidden).SelectMany(sub => sub.Aliases.Prepend(sub.Name));
            var meant = Meant(unknown, [.. known]);
            var kind = unknown.StartsWith('-') ? "option" : "command";
            return Guard.Say(
                command.Subcommands.Count == 0 && !unknown.StartsWith('-')
                    ? $"'{unknown}' is one word too many for '{path}'. See '{path} --help'."
                    : $"there is no {kind} '{unknown}'{(command == root ? "" : $" of '{path}'")}. {(meant is null ? $"See '{path} --help'." : $"Did you mean '{meant}'?")}",
                ExitCodes.Usage);
        }

        return Guard.Say(
            command.Subcommands.Count > 0 && command.Action is null
                ? $"what of '{path}'? One of {string.Join(", ", command.Subcommands.Where(sub => !sub.Hidden).Select(sub => sub.Name))}."
                : $"{string.Join(' ', parsed.Errors.Select(error => error.Message).Distinct().SelectMany(message => message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))} See '{path} --help'.",
            ExitCodes.Usage);
    }

    private static string? Meant(string typed, IReadOnlyList<string> known)
    {
        if (Synonyms.TryGetValue(typed, out var synonym) && known.Contains(synonym))
            return synonym;
        var nearest = known.MinBy(name => EditDistance.Between(name, typed));
        return nearest is not null && EditDistance.Between(nearest, typed) <= Math.Max(1, typed.Length / 3) ? nearest : known.FirstOrDefault(name => typed.Length >= 3 && name.StartsWith(typed, StringComparison.OrdinalIgnoreCase));
    }

    private static string PathOf(Command root, ParseResult parsed)
    {
        var names = new List<string>();
        for (var result = parsed.CommandResult; result is not null && result.Command != root; result = result.Parent as System.CommandLine.Parsing.CommandResult)
            names.Insert(0, result.Command.Name);
        return string.Join(' ', names.Prepend(root.Name));
    }
}
