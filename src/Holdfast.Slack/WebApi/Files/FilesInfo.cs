using System.Text.Json.Serialization.Metadata;

namespace Holdfast.Slack.WebApi.Files;

/// <summary>Describes a file, and says where its bytes are. https://docs.slack.dev/reference/methods/files.info</summary>
/// <remarks>Needs <c>files:read</c>. Refusals: <c>file_not_found</c>, <c>file_deleted</c>, <c>access_denied</c>.</remarks>
public sealed record FilesInfoRequest() : SlackRequest<FilesInfoResponse>("files.info")
{
    /// <summary>The file's id.</summary>
    public required string File { get; init; }

    /// <inheritdoc/>
    protected override JsonTypeInfo ArgumentsContract => FilesJson.Contracts.FilesInfoRequest;

    /// <inheritdoc/>
    protected internal override JsonTypeInfo<FilesInfoResponse> ResponseContract => FilesJson.Contracts.FilesInfoResponse;
}

/// <summary>The file.</summary>
public sealed record FilesInfoResponse : SlackResponse
{
    /// <summary>The file.</summary>
    public SlackFile? File { get; init; }
}

/// <summary>A file. https://docs.slack.dev/reference/objects/file-object</summary>
public sealed record SlackFile
{
    /// <summary>The id.</summary>
    public string? Id { get; init; }

    /// <summary>Its name; null where nobody gave it one, as to a canvas.</summary>
    public string? Name { get; init; }

    /// <summary>What it is shown as.</summary>
    public string? Title { get; init; }

    /// <summary>What it is, as a media type.</summary>
    public string? Mimetype { get; init; }

    /// <summary>What it is in Slack's own words, such as <c>pdf</c>, <c>quip</c> for a canvas, or <c>gdoc</c> for what is kept elsewhere.</summary>
    public string? Filetype { get; init; }

    /// <summary>Its length in bytes.</summary>
    public long? Size { get; init; }

    /// <summary><c>hosted</c>, <c>snippet</c>, <c>external</c> (kept elsewhere), <c>tombstone</c> (deleted), <c>hidden_by_limit</c> and others.</summary>
    public string? Mode { get; init; }

    /// <summary>Whether it is kept elsewhere: Slack has its address and none of its bytes.</summary>
    public bool IsExternal { get; init; }

    /// <summary>Where its bytes are, for who sends the bot's token; elsewhere where it is kept elsewhere.</summary>
    public string? UrlPrivate { get; init; }

    /// <summary>The same, as a download.</summary>
    public string? UrlPrivateDownload { get; init; }

    /// <summary>The id alone: names and addresses do not belong in a log.</summary>
    public override string ToString() => Id ?? nameof(SlackFile);
}
