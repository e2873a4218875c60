namespace Holdfast.Documents.Office;

/// <summary>The strings of a workbook, which cells name by number. They are read as far as they are asked for: the first rows need the first of them.</summary>
internal sealed class SharedStrings(PartReader? part) : IDisposable
{
    /// <summary>What a cell can hold in Excel.</summary>
    private const int MaxCell = 32_767;

    private readonly List<string> _strings = [];
    private IEnumerator<string>? _items;

    internal string this[int number]
    {
        get
        {
            while (_strings.Count <= number && ReadNext())
            {
                // Each is kept: a later row may name it.
            }

            return number >= 0 && number < _strings.Count ? _strings[number] : "";
        }
    }

    /// <summary>The text of a string, which may be in parts of different looks, without how it is pronounced.</summary>
    internal static string Text(PartReader xml)
    {
        string? text = null;
        foreach (var child in xml.Children())
        {
            if (child == "t")
                text += xml.Text(MaxCell);
            else if (child == "r")
                text += Text(xml);
            if (text?.Length > MaxCell)
                break;
        }

        return text is null ? "" : text.Length <= MaxCell ? text : text[..MaxCell];
    }

    public void Dispose()
    {
        _items?.Dispose();
        part?.Dispose();
    }

    private bool ReadNext()
    {
        if (part is null)
            return false;
        if (_items is null)
        {
            if (!part.ToRoot())
                return false;
            _items = part.Children().GetEnumerator();
        }

        while (_items.MoveNext())
        {
            if (_items.Current != "si")
                continue;
            _strings.Add(Text(part));
            return true;
        }

        return false;
    }
}
