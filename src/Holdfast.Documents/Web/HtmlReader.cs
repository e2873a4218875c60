using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Holdfast.Documents.Drafts;
using Holdfast.Documents.Plain;

namespace Holdfast.Documents.Web;

/// <summary>The text of a page as Markdown, without what is not shown: scripts, styles, and what is hidden, where instructions to a model would be put.</summary>
internal static class HtmlReader
{
    /// <summary>The tree of a page takes many times its size.</summary>
    private const int MaxSource = 5_000_000;

    private static readonly HashSet<string> NotShown = new(StringComparer.OrdinalIgnoreCase)
    {
        "SCRIPT", "STYLE", "TEMPLATE", "NOSCRIPT", "HEAD", "SVG", "IFRAME", "OBJECT", "CANVAS", "DATALIST",
    };

    private static readonly HashSet<string> Blocks = new(StringComparer.OrdinalIgnoreCase)
    {
        "P", "DIV", "SECTION", "ARTICLE", "HEADER", "FOOTER", "MAIN", "NAV", "ASIDE", "UL", "OL", "DL", "DT", "DD", "TABLE", "BLOCKQUOTE", "FORM", "FIGURE", "FIGCAPTION", "ADDRESS",
        "DETAILS", "SUMMARY", "FIELDSET", "HR", "PRE", "H1", "H2", "H3", "H4", "H5", "H6", "CAPTION",
    };

    internal static void Read(Stream stream, TextEncoding encoding, Draft draft)
    {
        using var reader = encoding.Open(stream);
        var source = new char[Math.Min(MaxSource, stream.Length + 1)];
        var length = reader.ReadBlock(source);
        if (reader.Peek() >= 0)
            draft.Note($"Only the first {Words.Count(length)} characters of its source were read.");
        draft.Cancellation.ThrowIfCancellationRequested();
        using var document = new HtmlParser(new HtmlParserOptions { IsScripting = false }).ParseDocument(new string(source, 0, length));
        if (document.Title is { Length: > 0 } title)
            draft.WriteLine($"# {title.Trim()}");
        if (document.Body is { } body)
            Walk(body, new HtmlText(draft), draft);
    }

    /// <summary>Goes through all nodes in order. Not by recursion: pages are nested as deeply as their makers like.</summary>
    private static void Walk(INode root, HtmlText text, Draft draft)
    {
        INode? node = root;
        while (node is not null && !draft.IsCut)
        {
            draft.Cancellation.ThrowIfCancellationRequested();
            if (Enter(node, text) && node.FirstChild is { } child)
            {
                node = child;
                continue;
            }

            while (node is not null)
            {
                Leave(node, text);
                if (node == root)
                    return;
                if (node.NextSibling is { } next)
                {
                    node = next;
                    break;
                }

                node = node.Parent;
            }
        }
    }

    /// <summary>Whether there is something to be seen within a node.</summary>
    private static bool Enter(INode node, HtmlText text)
    {
        if (node is IText { Data: var data })
        {
            text.Words(data);
            return false;
        }

        if (node is not IElement element || NotShown.Contains(element.NodeName) || IsHidden(element))
            return false;
        switch (element.NodeName)
        {
            case "BR":
                text.Line();
                break;
            case "LI":
                text.Item();
                break;
            case "TR":
                text.Row();
                break;
            case "TD" or "TH":
                text.Cell();
                break;
            case "PRE":
                text.Block();
                text.IsAsWritten = true;
                break;
            case "IMG" when element.GetAttribute("alt") is { Length: > 0 } alt:
                text.Words($"[Picture: {alt}]");
                break;
            case ['H', >= '1' and <= '6' and var level]:
                text.Block();
                text.Mark(new string('#', level - '0') + " ");
                break;
            case "UL" or "OL":
                text.List(isNumbered: element.NodeName == "OL");
                break;
            case var name when Blocks.Contains(name):
                text.Block();
                break;
            default:
                break;
        }

        return true;
    }

    private static void Leave(INode node, HtmlText text)
    {
        if (node is not IElement element || NotShown.Contains(element.NodeName) || IsHidden(element))
            return;
        switch (element.NodeName)
        {
            case "A" when element.GetAttribute("href") is { } address && address.StartsWith("http", StringComparison.OrdinalIgnoreCase) && address.Length <= 500:
                text.Words($" ({address})");
                break;
            case "PRE":
                text.IsAsWritten = false;
                text.Block();
                break;
            case "UL" or "OL":
                text.EndList();
                break;
            case "TR":
                text.EndRow();
                break;
            case var name when Blocks.Contains(name):
                text.Block();
                break;
            default:
                break;
        }
    }

    private static bool IsHidden(IElement element) =>
        element.HasAttribute("hidden")
        || element.GetAttribute("style") is { } style
            && (style.Replace(" ", "", StringComparison.Ordinal) is var rules)
            && (rules.Contains("display:none", StringComparison.OrdinalIgnoreCase) || rules.Contains("visibility:hidden", StringComparison.OrdinalIgnoreCase)
                || rules.Contains("font-size:0", StringComparison.OrdinalIgnoreCase));
}
