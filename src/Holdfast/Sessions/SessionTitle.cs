using Holdfast.Text;

namespace Holdfast.Sessions;

/// <summary>How a session is called: by the first question in it.</summary>
internal static class SessionTitle
{
    /// <summary>Longer ones are not seen in Slack's list.</summary>
    private const int Most = 80;

    /// <summary>The title; null where nothing was said in words.</summary>
    /// <param name="question">What was asked.</param>
    public static string? Of(string question)
    {
        var line = string.Join(' ', CleanText.Of(question[..TextCut.End(question, Most * 4)]).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (VisibleText.IsBlank(line))
            return null;
        if (line.Length <= Most)
            return line;
        var end = line.LastIndexOf(' ', Most);
        return $"{(end > Most / 2 ? line[..end] : line[..TextCut.End(line, Most)])}…";
    }
}
