using System.Text.RegularExpressions;
using Holdfast.Text;

namespace Holdfast.AI.Errors;

/// <summary>A provider's words as a log may hold them: on one line, short, and without anything that looks like a key.</summary>
internal static partial class SafeQuote
{
    private const int MaxLength = 300;
    private const int MostTimeMs = 1000;

    /// <summary>The words.</summary>
    /// <param name="said">What it said.</param>
    /// <param name="key">The key it was called with.</param>
    public static string Of(string said, string key)
    {
        // Cut first to what can matter, so that no long text is searched; a key at the cut is hidden with what is left of it.
        var text = said[..TextCut.End(said, MaxLength * 4)];
        if (key.Length >= 4)
            text = text.Replace(key, "***", StringComparison.Ordinal);
        try
        {
            return TextCut.Beginning(Control().Replace(KeyLike().Replace(text, "***"), " ").Trim(), MaxLength);
        }
        catch (RegexMatchTimeoutException)
        {
            // The time is the clock's: a process that was held up for a second has it over in the midst of a short text.
            return "(words that could not be searched for keys)";
        }
    }

    /// <summary>Prefixes of keys, whatever follows; what a scheme announces; and long runs with digits in them, as no word has.</summary>
    [GeneratedRegex(@"\b(sk|pk|rk|gsk|xai|hf|nvapi)[-_][\w*.-]{4,}|AIza[\w-]{10,}|(?<=Bearer\s+)\S+|(?=\w*\d)(?=\w*[A-Za-z])\w{30,}", RegexOptions.ExplicitCapture, MostTimeMs)]
    private static partial Regex KeyLike();

    [GeneratedRegex(@"[\p{C}\s]+", RegexOptions.None, MostTimeMs)]
    private static partial Regex Control();
}
