using System.Text.RegularExpressions;

namespace Holdfast.Simulator.Model;

/// <summary>A person's message as a bot hands it to a model: it may say before the words who wrote them and when.</summary>
internal static partial class Spoken
{
    /// <summary>The words alone.</summary>
    public static string Words(string text) => Note().Replace(text, "", 1);

    /// <summary>The same without what a bot has added behind in brackets, such as the names of files.</summary>
    public static string WithoutNotes(string words) => Added().Match(words) is { Success: true } added ? words[..added.Index] : words;

    /// <summary>Who wrote them; null when that is not said.</summary>
    public static string? Speaker(string text) => Note().Match(text) is { Success: true } note ? note.Groups["who"].Value : null;

    [GeneratedRegex(@"^\[(?<who>[^\]\n]{1,200}?), \w{3} \d{4}-\d\d-\d\d \d\d:\d\d[^\]\n]{0,100}\] ?", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Note();

    [GeneratedRegex(@"\n\n\[\p{Lu}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Added();
}
