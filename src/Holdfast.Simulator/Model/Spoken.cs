using System.Text.RegularExpressions;

namespace Holdfast.Simulator.Model;

/// <summary>A person's message as a bot hands it to a model: it may say before the words who wrote them and when.</summary>
internal static partial class Spoken
{
    /// <summary>The words alone, without what a bot adds of files that came with them.</summary>
    public static string Words(string text) => Attached().Replace(Note().Replace(text, "", 1), "", 1);

    /// <summary>The files whose text a bot has added, each with its name and that text.</summary>
    public static IReadOnlyList<(string Name, string Text)> Files(string text) =>
        [.. File().Matches(text).Select(match => (match.Groups["name"].Value, match.Groups["text"].Value))];

    /// <summary>The same without what a bot has added behind in brackets, such as the names of files.</summary>
    public static string WithoutNotes(string words) => Added().Match(words) is { Success: true } added ? words[..added.Index] : words;

    /// <summary>Who wrote them; null when that is not said.</summary>
    public static string? Speaker(string text) => Note().Match(text) is { Success: true } note ? note.Groups["who"].Value : null;

    [GeneratedRegex(@"(^|\n\n)\[Attached: [^\n]*\]($|\n[\s\S]*)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Attached();

    [GeneratedRegex(@"--- The file ""(?<name>[^""\n]*)"" ---\n(?<text>[\s\S]*?)\n--- End of the file", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex File();

    [GeneratedRegex(@"^\[(?<who>[^\]\n]{1,200}?), \w{3} \d{4}-\d\d-\d\d \d\d:\d\d[^\]\n]{0,100}\] ?", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Note();

    [GeneratedRegex(@"\n\n\[\p{Lu}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Added();
}
