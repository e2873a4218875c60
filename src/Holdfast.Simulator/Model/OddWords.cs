using System.Text.RegularExpressions;

namespace Holdfast.Simulator.Model;

/// <summary>
/// Reads <c>odd think</c>, <c>odd no finish</c> and the like: the model then answers as some other provider would. Words behind the name
/// are what it says.
/// </summary>
internal static partial class OddWords
{
    private const string Usual = "This is how I answer; nothing about it should look odd to you.";
    private const string Thought = "Somebody wants to see how I think. I keep it short.";

    private static readonly (string Name, ModelOddity Oddity)[] Known =
    [
        ("think", ModelOddity.Think),
        ("reasoning", ModelOddity.Reasoning),
        ("no finish", ModelOddity.NoFinish),
        ("error", ModelOddity.Error),
        ("usage", ModelOddity.Usage),
    ];

    /// <summary>The names, as they are to be said.</summary>
    public static IEnumerable<string> Names => Known.Select(known => known.Name);

    /// <summary>The answer; null when the text is about something else.</summary>
    public static ModelReply? Read(string text)
    {
        if (Odd().Match(text) is not { Success: true } odd) return null;
        var asked = odd.Groups["rest"].Value.Trim();
        foreach (var (name, oddity) in Known)
        {
            if (!asked.StartsWith(name, StringComparison.OrdinalIgnoreCase) || (asked.Length > name.Length && !char.IsWhiteSpace(asked[name.Length]))) continue;
            var words = asked[name.Length..].Trim();
            if (words.Length == 0) words = Usual;
            return new ModelReply(oddity == ModelOddity.Think ? $"<think>\n{Thought}\n</think>\n\n{words}" : words)
            {
                Oddity = oddity,
                Reasoning = oddity == ModelOddity.Reasoning ? Thought : "",
            };
        }

        return new ModelReply($"I can be odd in these ways: {string.Join(", ", Names)}.");
    }

    [GeneratedRegex(@"^odd(?<rest>\s+\S.*)?$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex Odd();
}
