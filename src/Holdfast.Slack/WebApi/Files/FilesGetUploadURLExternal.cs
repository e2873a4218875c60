using System.Text.Json.Serialization.Metadata;

namespace Holdfast.Slack.WebApi.Files;

/// <summary>
/// First of three steps of an upload: asks where to send the bytes. https://docs.slack.dev/reference/methods/files.getUploadURLExternal
/// </summary>
/// <remarks>
/// Then <see cref="SlackWebClient.UploadAsync"/>, then <see cref="FilesCompleteUploadExternalRequest"/>. Needs <c>files:write</c>. A file
/// that is never completed is never seen, so the first two steps may be repeated. Refusals: <c>file_uploads_disabled</c>,
/// <c>file_type_not_allowed</c>, <c>storage_limit_reached</c>.
/// </remarks>
public sealed record FilesGetUploadURLExternalRequest() : SlackRequest<FilesGetUploadURLExternalResponse>("files.getUploadURLExternal")
{
    /// <summary>The name it is shown with.</summary>
    public required string Filename { get; init; }

    /// <summary>Its size in bytes, at least 1.</summary>
    public required long Length { get; init; }

    /// <summary>The language of a snippet, such as <c>csharp</c>; null for an ordinary file.</summary>
    public string? SnippetType { get; init; }

    /// <summary>What a picture shows, at most <see cref="BlockKit.SlackLimits.FileAltText"/> characters.</summary>
    public string? AltTxt { get; init; }

    /// <inheritdoc/>
    protected override JsonTypeInfo ArgumentsContract => FilesJson.Contracts.FilesGetUploadURLExternalRequest;

    /// <inheritdoc/>
    protected internal override JsonTypeInfo<FilesGetUploadURLExternalResponse> ResponseContract => FilesJson.Contracts.FilesGetUploadURLExternalResponse;
}

/// <summary>Where to send the bytes.</summary>
public sealed record FilesGetUploadURLExternalResponse : SlackResponse
{
    /// <summary>The address; a secret, since it needs no token.</summary>
    public string? UploadUrl { get; init; }

    /// <summary>The file's id.</summary>
    public string? FileId { get; init; }
}
