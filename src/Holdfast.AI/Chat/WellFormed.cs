using System.Text;

namespace Holdfast.AI.Chat;

/// <summary>Text whose every character is whole: databases and Slack refuse half a pair of surrogates.</summary>
internal static class WellFormed
{
    /// <summary>The text, with a replacement character for each half.</summary>
    public static string Of(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i++;
            else
                return Encoding.Unicode.GetString(Encoding.Unicode.GetBytes(text));
        }

        return text;
    }
}
