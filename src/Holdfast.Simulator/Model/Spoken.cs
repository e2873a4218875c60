using System.Text.RegularExpressions;

namespace Holdfast.Simulator.Model;

/// <summary>A person's message as a bot hands it to a model: it may say before the words who wrote them and when.</summary>
internal static partial class Spoken
{
    /// <summary>The words alone, without what a bot adds of files and pictures that came with them.</summary>
    public static string Words(string text)
    {
        var words = Note().Replace(text, "", 1);
        return Added().Match(words) is { Success: true } added ? words[..added.Index] : words;
    }

    /// <summary>The files whose text a bot has added, each with its name and that text.</summary>
    public static IReadOnlyList<(string Name, string Text)> Files(string text) =>
        [.. File().Matches(text).Select(match => (match.Groups["name"].Value, match.Groups["text"].Value))];

    /// <summary>Who wrote them; null when that is not said.</summary>
    public static string? Speaker(string text) => Note().Match(text) is { Success: true } note ? note.Groups["who"].Value : null;

    /// <summary>A list of files, which may be all that there is; behind words also what is in a file, a picture, or why one is not there.</summary>
    [GeneratedRegex(@"(^|\n\n)\[Attached: |\n\n(\[(The picture|What you made) |--- The file ""|The (file|picture) "")", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Added();

    [GeneratedRegex(@"--- The file ""(?<name>[^""\n]*)"" ---\n(?<text>[\s\S]*?)\n--- End of the file", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex File();

    [GeneratedRegex(@"^\[(?<who>[^\]\n]{1,200}?), \w{3} \d{4}-\d\d-\d\d \d\d:\d\d[^\]\n]{0,100}\] ?", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Note();
}
