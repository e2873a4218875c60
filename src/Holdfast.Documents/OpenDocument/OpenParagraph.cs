using System.Globalization;
using System.Text;
using Holdfast.Documents.Drafts;
using Holdfast.Documents.Office;

namespace Holdfast.Documents.OpenDocument;

/// <summary>The words of a paragraph, in which spaces, notes, comments and pictures are elements.</summary>
internal sealed class OpenParagraph(Draft draft)
{
    /// <summary>More spaces on end than anybody writes.</summary>
    private const int MaxSpaces = 100;

    private const int MaxAside = 10_000;

    /// <summary>Footnotes and comments, as they stand at the end.</summary>
    internal List<string> Footnotes { get; } = [];

    /// <summary>Comments, as they stand at the end.</summary>
    internal List<string> Comments { get; } = [];

    /// <summary>The words of the paragraph that the reader stands at.</summary>
    internal string Read(PartReader xml)
    {
        var words = new StringBuilder();
        Read(xml, words);
        return words.ToString().Trim();
    }

    /// <summary>The words of all paragraphs within the element that the reader stands at, on one line.</summary>
    internal string ReadAll(PartReader xml)
    {
        var words = new StringBuilder();
        foreach (var child in xml.Children())
        {
            var text = child is "p" or "h" ? Read(xml) : ReadAll(xml);
            if (text.Length > 0 && words.Length < MaxAside)
                words.Append(words.Length > 0 ? " " : "").Append(text);
        }

        return words.ToString();
    }

    private void Read(PartReader xml, StringBuilder words)
    {
        foreach (var (element, text) in xml.Content())
        {
            if (words.Length > draft.Limits.MaxCharacters)
                return;
            switch (element)
            {
                case null:
                    Append(words, text);
                    break;
                case "s":
                    words.Append(' ', int.TryParse(xml["c"], NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? Math.Clamp(count, 1, MaxSpaces) : 1);
                    break;
                case "tab" or "line-break":
                    words.Append(' ');
                    break;
                case "a":
                    Link(xml, words);
                    break;
                case "note":
                    Note(xml, words);
                    break;
                case "annotation":
                    Comment(xml);
                    break;
                case "frame" or "g" or "custom-shape" or "text-box":
                    Frame(xml, words);
                    break;
                case "ruby-text" or "annotation-end":
                    break;
                default:
                    // Spans, and what a field shows.
                    Read(xml, words);
                    break;
            }
        }
    }

    /// <summary>White space of the file is one space, as in a page of the web.</summary>
    private static void Append(StringBuilder words, string text)
    {
        foreach (var character in text)
        {
            if (character is not (' ' or '\n' or '\r' or '\t'))
                words.Append(character);
            else if (words.Length == 0 || words[^1] != ' ')
                words.Append(' ');
        }
    }

    private void Link(PartReader xml, StringBuilder words)
    {
        var address = xml["href"];
        var begin = words.Length;
        Read(xml, words);
        if (address is { Length: > 0 } && address[0] != '#' && words.ToString(begin, words.Length - begin).Trim() != address)
            words.Append(CultureInfo.InvariantCulture, $" ({address})");
    }

    private void Note(PartReader xml, StringBuilder words)
    {
        var mark = (Footnotes.Count + 1).ToString(CultureInfo.InvariantCulture);
        foreach (var child in xml.Children())
        {
            if (child == "note-citation" && xml.Text(MaxSpaces) is { Length: > 0 } said)
                mark = said;
            else if (child == "note-body" && ReadAll(xml) is { Length: > 0 } note)
                Footnotes.Add($"[^{mark}]: {note}");
        }

        words.Append("[^").Append(mark).Append(']');
    }

    private void Comment(PartReader xml)
    {
        var (by, said) = ("", new StringBuilder());
        foreach (var child in xml.Children())
        {
            if (child == "creator")
                by = xml.Text(MaxSpaces);
            else if (child == "p" && Read(xml) is { Length: > 0 } line)
                said.Append(said.Length > 0 ? " " : "").Append(line);
        }

        if (said.Length > 0)
            Comments.Add(by.Length > 0 ? $"- {by}: {said}" : $"- {said}");
    }

    private void Frame(PartReader xml, StringBuilder words)
    {
        foreach (var child in xml.Children())
        {
            if (child == "image")
                draft.Note(Package.PicturesNotRead);
            else if (child is not ("object" or "object-ole" or "title" or "desc") && (child is "p" or "h" ? Read(xml) : ReadAll(xml)) is { Length: > 0 } inside)
                words.Append(words.Length > 0 && words[^1] != ' ' ? " " : "").Append(inside);
        }
    }
}
