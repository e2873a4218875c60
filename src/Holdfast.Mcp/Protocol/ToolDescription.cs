namespace Holdfast.Mcp.Protocol;

/// <summary>A tool as its server describes it, within bounds.</summary>
/// <param name="Name">The server's name for it.</param>
/// <param name="Description">What it does, in the server's words.</param>
/// <param name="Schema">Its arguments: the JSON schema of an object, as text.</param>
internal sealed record ToolDescription(string Name, string Description, string Schema)
{
    /// <summary>Whether the server says that it changes nothing.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>Whether the server says that a second call changes nothing more.</summary>
    public bool IsIdempotent { get; init; }
}

/// <summary>A server's tools at one time.</summary>
/// <param name="Tools">Those that are used, in the server's order.</param>
/// <param name="LeftOut">Those that are not, each with the reason; not those that the operator did not choose.</param>
internal sealed record ToolListing(IReadOnlyList<ToolDescription> Tools, IReadOnlyList<string> LeftOut)
{
    /// <summary>None.</summary>
    public static ToolListing Empty { get; } = new([], []);

    /// <summary>Whether it says the same as another.</summary>
    public bool IsSameAs(ToolListing other) => Tools.SequenceEqual(other.Tools) && LeftOut.SequenceEqual(other.LeftOut, StringComparer.Ordinal);
}
