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

    /// <summary>Where its bytes can be fetched with a bot token.</summary>
    public required Uri UrlPrivate { get; init; }

    /// <summary>The media type, told from the name's ending.</summary>
    public string MimeType => FileTypes.MimeOf(Name);
}
