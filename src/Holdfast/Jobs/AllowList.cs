namespace Holdfast.Jobs;

/// <summary>The commands that the operator allowed beforehand. Compared word by word with what would be run: no shell reads either.</summary>
internal sealed class AllowList
{
    private const string Anything = "*";
    private readonly List<string[]> _entries;

    public AllowList(IEnumerable<string> entries) => _entries = [.. entries.Where(entry => ProblemOf(entry) is null).Select(Words)];

    /// <summary>Why an entry can allow nothing, or not what its author may think; null for a good one.</summary>
    public static string? ProblemOf(string entry)
    {
        var words = Words(entry);
        if (words.Length == 0)
            return "it is empty.";
        if (words is [Anything])
            return "it would allow every command. If that is wanted, set Tools:Policies:exec=Auto.";
        if (words.SkipLast(1).Contains(Anything))
            return "'*' stands for any further arguments, and only at the end.";
        return entry.AsSpan().ContainsAny("\"'\\") ? "it is split at blanks, and quotes and backslashes are not read." : null;
    }

    /// <summary>Whether a command may be run without asking.</summary>
    /// <param name="command">The command and its arguments.</param>
    /// <param name="isAtHome">Whether it would run in the working directory itself: elsewhere, <c>./build.sh</c> is another file.</param>
    public bool Allows(IReadOnlyList<string> command, bool isAtHome)
    {
        var isRelative = command[0].Contains('/', StringComparison.Ordinal) && command[0][0] != '/';
        return (isAtHome || !isRelative) && _entries.Exists(entry => Allows(entry, command));
    }

    private static bool Allows(string[] entry, IReadOnlyList<string> command) =>
        entry is [.. var start, Anything]
            ? command.Count >= start.Length && command.Take(start.Length).SequenceEqual(start, StringComparer.Ordinal)
            : command.SequenceEqual(entry, StringComparer.Ordinal);

    private static string[] Words(string entry) => entry.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
