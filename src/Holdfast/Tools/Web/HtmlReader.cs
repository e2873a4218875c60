using AngleSharp.Html;
using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens;
using AngleSharp.Text;
using Holdfast.Slack.Text;

namespace Holdfast.Tools.Web;

/// <summary>
/// Reads the words of a page. It goes through the tags one by one and builds no tree: of a few bytes a page could make a tree that fills the memory, since
/// the rules for tags that were left open repeat them.
/// </summary>
internal sealed class HtmlReader
{
    /// <summary>A longer address of a link is no help to anybody.</summary>
    private const int MaxLink = 1_000;

    /// <summary>What nobody reads.</summary>
    private static readonly HashSet<string> Unread = ["script", "style", "template", "svg", "math", "iframe", "noframes", "noembed", "object", "select", "datalist", "button", "canvas", "audio", "video"];

    /// <summary>What stands around the words of a page, the same on each page of a site.</summary>
    private static readonly HashSet<string> Around = ["nav", "footer", "aside"];

    private static readonly HashSet<string> Paragraphs =
    [
        "p", "div", "section", "article", "main", "header", "footer", "nav", "aside", "ul", "ol", "dl", "table", "figure", "form", "fieldset", "blockquote", "pre", "hr", "details", "address",
    ];

    private static readonly HashSet<string> Lines = ["br", "li", "tr", "dt", "dd", "option", "caption", "figcaption", "summary", "label", "legend"];

    private readonly HashSet<string> _skipped;
    private readonly PageWriter _body = new();
    private readonly PageWriter _title = new();

    /// <summary>The tag in which nothing is read, and how many of its name are open.</summary>
    private (string Name, int Depth)? _inside;

    private Uri _base;
    private string? _link;
    private int _linkFrom;
    private bool _isTitle;
    private bool _hasTitle;
    private int _cells;

    private HtmlReader(Uri address, HashSet<string> skipped) => (_base, _skipped) = (address, skipped);

    /// <summary>Reads a page.</summary>
    /// <param name="html">The page.</param>
    /// <param name="address">Where it is, for its links.</param>
    public static PageText Read(string html, Uri address)
    {
        // What stands around may be all that there is, or never be closed.
        var page = new HtmlReader(address, [.. Unread, .. Around]).Read(html);
        return page.Text.Length > 0 ? page : new HtmlReader(address, Unread).Read(html);
    }

    private PageText Read(string html)
    {
        using var source = new TextSource(html);
        var tokens = new HtmlTokenizer(source, HtmlEntityProvider.Resolver) { SkipComments = true };
        for (var token = tokens.Get(); token.Type != HtmlTokenType.EndOfFile; token = tokens.Get())
        {
            switch (token.Type)
            {
                case HtmlTokenType.StartTag:
                    // The content of some is no HTML, which the tokenizer is told by whoever knows the tags.
                    tokens.State = ModeOf(token.Name);
                    Open(token.AsTag());
                    break;
                case HtmlTokenType.EndTag:
                    Close(token.Name);
                    break;
                case HtmlTokenType.Character when _isTitle:
                    _title.Write(token.Data);
                    break;
                case HtmlTokenType.Character when _inside is null:
                    _body.Write(token.Data);
                    break;
            }
        }

        var title = PlainName.Of(_title.ToString());
        return new PageText(title.Length == 0 ? null : title, _body.ToString());
    }

    private static HtmlParseMode ModeOf(string tag) => tag switch
    {
        "script" => HtmlParseMode.Script,
        "style" or "xmp" or "iframe" or "noembed" or "noframes" => HtmlParseMode.Rawtext,
        "title" or "textarea" => HtmlParseMode.RCData,
        "plaintext" => HtmlParseMode.Plaintext,
        _ => HtmlParseMode.PCData,
    };

    private void Open(HtmlTagToken tag)
    {
        var name = tag.Name;
        if (_inside is { } inside)
        {
            if (name == inside.Name && !tag.IsSelfClosing)
                _inside = inside with { Depth = inside.Depth + 1 };
            return;
        }

        // A drawing has titles of its own, and is passed over.
        if (_skipped.Contains(name))
        {
            if (!tag.IsSelfClosing)
                _inside = (name, 1);
            return;
        }

        switch (name)
        {
            case "title":
                (_isTitle, _hasTitle) = (!_hasTitle, true);
                break;
            case "base" when AddressOf(tag.GetAttribute("href")) is { } found:
                _base = found;
                break;
            case "a":
                EndLink();
                (_link, _linkFrom) = (AddressOf(tag.GetAttribute("href"))?.AbsoluteUri, _body.Length);
                break;
            case "img" when tag.GetAttribute("alt") is { Length: > 0 } words:
                _body.Write($" [{PlainName.Of(words)}] ");
                break;
            case "pre":
                _body.Break(2);
                _body.IsKept = true;
                break;
            case "h1" or "h2" or "h3" or "h4" or "h5" or "h6":
                _body.Break(2);
                _body.Mark($"{new string('#', name[1] - '0')} ");
                break;
            case "li":
                _body.Break(1);
                _body.Mark("- ");
                break;
            case "td" or "th":
                if (_cells++ > 0)
                    _body.Mark(" | ");
                break;
            default:
                Break(name);
                break;
        }
    }

    private void Close(string name)
    {
        if (_inside is { } inside)
        {
            if (name == inside.Name)
                _inside = inside.Depth == 1 ? null : inside with { Depth = inside.Depth - 1 };
            return;
        }

        switch (name)
        {
            case "title":
                _isTitle = false;
                break;
            case "a":
                EndLink();
                break;
            case "pre":
                _body.IsKept = false;
                _body.Break(2);
                break;
            case "h1" or "h2" or "h3" or "h4" or "h5" or "h6":
                _body.Break(2);
                break;
            default:
                Break(name);
                break;
        }
    }

    private void Break(string name)
    {
        if (name == "tr")
            _cells = 0;
        if (Paragraphs.Contains(name))
            _body.Break(2);
        else if (Lines.Contains(name))
            _body.Break(1);
    }

    private void EndLink()
    {
        // A link without words, such as a picture's, says nothing.
        if (_link is { } link && _body.Length > _linkFrom)
            _body.Write($" ({link})");
        _link = null;
    }

    /// <summary>The address of a link that leads to another page.</summary>
    private Uri? AddressOf(string? href) =>
        href is { Length: > 0 and <= MaxLink } && href[0] != '#' && Uri.TryCreate(_base, href.Trim(), out var to) && to.Scheme is "http" or "https" && to.AbsoluteUri.Length <= MaxLink ? to : null;
}
