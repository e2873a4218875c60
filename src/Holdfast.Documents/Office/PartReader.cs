using System.Text;
using System.Xml;

namespace Holdfast.Documents.Office;

/// <summary>
/// Goes through the XML of a part once, forwards, without keeping any of it. Elements are told apart by their names without namespaces: those of the
/// strict form of the standard are others.
/// </summary>
internal sealed class PartReader : IDisposable
{
    /// <summary>Documents of people nest to twenty or thirty; readers of them call themselves for each level.</summary>
    private const int MaxDepth = 256;

    private const int CancellationStride = 1_000;

    private readonly XmlReader _xml;
    private readonly CancellationToken _cancellation;
    private int _nodes;

    internal PartReader(Stream stream, CancellationToken cancellation)
    {
        _cancellation = cancellation;
        _xml = XmlReader.Create(stream, new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            CloseInput = true,
            CheckCharacters = false,
        });
    }

    /// <summary>The value of an attribute, whatever its namespace; null if there is none.</summary>
    internal string? this[string name] => _xml.GetAttribute(name) ?? Relationship(name);

    /// <summary>The value of an attribute that has a namespace, as the names of other parts have; null if there is none.</summary>
    internal string? Relationship(string name)
    {
        string? found = null;
        for (var has = _xml.MoveToFirstAttribute(); has && found is null; has = _xml.MoveToNextAttribute())
        {
            if (_xml.LocalName == name && _xml.Prefix.Length > 0)
                found = _xml.Value;
        }

        _xml.MoveToElement();
        return found;
    }

    /// <summary>Moves to the root.</summary>
    internal bool ToRoot()
    {
        while (Next())
        {
            if (_xml.NodeType == XmlNodeType.Element)
                return true;
        }

        return false;
    }

    /// <summary>
    /// Moves to each child of the current element, and gives its name. What is left of a child when the next is asked for is skipped. Left out
    /// is the second of two ways to say the same thing, which files have for older programs.
    /// </summary>
    internal IEnumerable<string> Children()
    {
        if (_xml.IsEmptyElement)
            yield break;
        var depth = _xml.Depth;
        while (Next() && _xml.Depth > depth)
        {
            if (_xml.NodeType == XmlNodeType.Element && _xml.Depth == depth + 1 && _xml.LocalName != "Fallback")
                yield return _xml.LocalName;
        }
    }

    /// <summary>Moves to each child of the current element, the text between them among these: of an element its name, of a text nothing but the text.</summary>
    internal IEnumerable<(string? Element, string Text)> Content()
    {
        if (_xml.IsEmptyElement)
            yield break;
        var depth = _xml.Depth;
        while (Next() && _xml.Depth > depth)
        {
            if (_xml.Depth > depth + 1)
                continue;
            if (_xml.NodeType == XmlNodeType.Element)
                yield return (_xml.LocalName, "");
            else if (IsText)
                yield return (null, _xml.Value);
        }
    }

    /// <summary>Moves to each element within the current one, however deep.</summary>
    internal IEnumerable<string> Descendants()
    {
        if (_xml.IsEmptyElement)
            yield break;
        var depth = _xml.Depth;
        while (Next() && _xml.Depth > depth)
        {
            if (_xml.NodeType == XmlNodeType.Element)
                yield return _xml.LocalName;
        }
    }

    /// <summary>All text within the current element, up to so many characters.</summary>
    internal string Text(int most = int.MaxValue)
    {
        if (_xml.IsEmptyElement)
            return "";
        var depth = _xml.Depth;
        string? only = null;
        StringBuilder? text = null;
        while (Next() && _xml.Depth > depth)
        {
            if (!IsText)
                continue;
            if (only is null)
            {
                only = _xml.Value;
                continue;
            }

            text ??= new StringBuilder(only);
            if (text.Length < most)
                text.Append(_xml.Value);
        }

        var whole = text?.ToString() ?? only ?? "";
        return whole.Length <= most ? whole : whole[..most];
    }

    public void Dispose() => _xml.Dispose();

    private bool IsText => _xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace;

    private bool Next()
    {
        if (++_nodes % CancellationStride == 0)
            _cancellation.ThrowIfCancellationRequested();
        if (!_xml.Read())
            return false;
        return _xml.Depth <= MaxDepth
            ? true
            : throw new DocumentException(DocumentProblem.Damaged, "It is nested more deeply than a document is, and can't be read.");
    }
}
