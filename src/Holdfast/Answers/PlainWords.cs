using System.Buffers;

namespace Holdfast.Answers;

/// <summary>Recognizes words in which there is nothing to read, so that the usual short answer costs nothing.</summary>
internal static class PlainWords
{
    private const int MaxLength = 3_000;

    private static readonly SearchValues<char> Harmless =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 ,.;:?!'\"()/+-%=$");

    /// <summary>Whether a text is the same in Markdown, in mrkdwn and in plain words.</summary>
    public static bool Are(string text) =>
        text.Length is > 0 and <= MaxLength && !text.AsSpan().ContainsAnyExcept(Harmless) && !char.IsWhiteSpace(text[0]) && !char.IsWhiteSpace(text[^1]);
}
