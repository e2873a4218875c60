namespace Holdfast.Simulator.Files;

/// <summary>A file of the workspace; its bytes are asked for by its id.</summary>
/// <param name="Id">Such as <c>F0…</c>.</param>
/// <param name="Name">The file name.</param>
/// <param name="Title">The title shown; the name when none was given.</param>
/// <param name="Size">Its length in bytes.</param>
/// <param name="User">Who owns it: the bot's user id for what the bot uploaded.</param>
/// <param name="Created">When it was announced.</param>
public sealed record SlackFile(string Id, string Name, string Title, long Size, string User, DateTimeOffset Created)
{
    /// <summary>What it says of an image to those who cannot see it.</summary>
    public string? AltText { get; init; }

    /// <summary>The programming language of a snippet.</summary>
    public string? SnippetType { get; init; }

    /// <summary>Where its bytes can be fetched with a bot token; of an external file, where it is.</summary>
    public required Uri UrlPrivate { get; init; }

    /// <summary>Slack's short name for its type (<c>filetype</c>), told from what is in it and from its name.</summary>
    public string FileType => SnippetType ?? Kind.Type;

    /// <summary>The media type, told from what is in it and from its name.</summary>
    public string MimeType => Kind.Mime;

    /// <summary>The type as people are shown it.</summary>
    public string PrettyType => Kind.Pretty;

    /// <summary><c>hosted</c>, <c>snippet</c>, <c>external</c>, or <c>tombstone</c> once it was deleted.</summary>
    public string Mode => this switch
    {
        { IsDeleted: true } => "tombstone",
        { IsExternal: true } => "external",
        { IsSnippet: true } => "snippet",
        _ => "hosted",
    };

    /// <summary>The width of a picture in pixels; null for anything else.</summary>
    public int? Width { get; init; }

    /// <summary>The height of a picture in pixels; null for anything else.</summary>
    public int? Height { get; init; }

    /// <summary>The first lines of a snippet; null for anything else.</summary>
    public string? Preview { get; init; }

    /// <summary>How many lines a snippet has.</summary>
    public int Lines { get; init; }

    /// <summary>Whether it was deleted: the messages that carried it show a mark in its place.</summary>
    public bool IsDeleted { get; init; }

    /// <summary>Whether it lies elsewhere, and Slack knows only its address.</summary>
    public bool IsExternal { get; init; }

    internal FileKind Kind { get; init; } = FileTypes.OfName(Name);

    private bool IsSnippet => SnippetType is not null || Preview is not null;
}
