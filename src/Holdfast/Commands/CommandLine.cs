namespace Holdfast.Commands;

/// <summary>What people type after a command.</summary>
public static class CommandLine
{
    /// <summary>The first word, in lower case and without the quotes that people and phones put around it, and the rest as typed.</summary>
    /// <param name="text">What follows the command.</param>
    public static (string Word, string Arguments) Split(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var typed = text.AsSpan().Trim();
        var end = typed.IndexOfAny(" \t\r\n\u00A0");
        var word = end < 0 ? typed : typed[..end];
        var rest = end < 0 ? "" : typed[end..].Trim().ToString();
        return (word.Trim("\"'`“”‘’").ToString().ToLowerInvariant(), rest);
    }
}
