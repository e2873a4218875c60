namespace Holdfast.Answers.Lines;

/// <summary>A line of Markdown, and what is open where it begins.</summary>
internal sealed record MarkdownLine
{
    /// <summary>Where it begins.</summary>
    public required int Start { get; init; }

    /// <summary>Where it ends, its line feed included.</summary>
    public required int End { get; init; }

    /// <summary>The fence that is open; null when it is no code.</summary>
    public Fence? Fence { get; init; }

    /// <summary>The heading of the table whose row it is, with the line below; null when it is none.</summary>
    public string? TableHeader { get; init; }

    /// <summary>The items of lists within which it stands, as lines that open them again; null when it stands in none.</summary>
    public string? Items { get; init; }

    /// <summary>How good a place it is to begin a message with; 0 for none at all.</summary>
    public int Merit { get; init; }

    /// <summary>The lines that a message begins with that begins here.</summary>
    public string Lead
    {
        get
        {
            var lines = new[] { Items, Fence?.Opening, TableHeader }.OfType<string>();
            return string.Concat(lines.Select(static line => line + '\n'));
        }
    }

    /// <summary>What a message ends with that ends before it.</summary>
    public string Tail => Fence is null ? "" : '\n' + Fence.Closing;
}
