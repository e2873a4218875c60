using System.Text.Json.Serialization.Metadata;
using Holdfast.Slack.BlockKit;

namespace Holdfast.Slack.WebApi.Files;

/// <summary>
/// Last step of an upload: makes the files visible, in a channel if one is named. https://docs.slack.dev/reference/methods/files.completeUploadExternal
/// </summary>
/// <remarks>
/// The message with the files appears some time after the answer, which therefore carries no time stamp of it. Refusals:
/// <c>file_not_found</c>, <c>channel_not_found</c>, <c>not_in_channel</c>, <c>posting_to_channel_denied</c>, <c>invalid_blocks</c>.
/// </remarks>
public sealed record FilesCompleteUploadExternalRequest() : SlackRequest<FilesCompleteUploadExternalResponse>("files.completeUploadExternal")
{
    /// <summary>The files, each uploaded before.</summary>
    public required IReadOnlyList<UploadedFile> Files { get; init; }

    /// <summary>Where to share them; null leaves them private.</summary>
    public ChannelId? ChannelId { get; init; }

    /// <summary>The thread to share them in.</summary>
    public SlackTs? ThreadTs { get; init; }

    /// <summary>Text that goes with them; excludes blocks.</summary>
    public string? InitialComment { get; init; }

    /// <summary>Blocks that go with them.</summary>
    public IReadOnlyList<Block>? Blocks { get; init; }

    /// <inheritdoc/>
    protected override JsonTypeInfo ArgumentsContract => FilesJson.Contracts.FilesCompleteUploadExternalRequest;

    /// <inheritdoc/>
    protected internal override JsonTypeInfo<FilesCompleteUploadExternalResponse> ResponseContract => FilesJson.Contracts.FilesCompleteUploadExternalResponse;
}

/// <summary>One file to make visible.</summary>
public sealed record UploadedFile
{
    /// <summary>What files.getUploadURLExternal answered.</summary>
    public required string Id { get; init; }

    /// <summary>The title it is shown with; Slack's default is the file's name.</summary>
    public string? Title { get; init; }
}

/// <summary>The files as Slack keeps them.</summary>
public sealed record FilesCompleteUploadExternalResponse : SlackResponse
{
    /// <summary>The files; what else Slack tells of them is in <see cref="SlackResponse.Raw"/>.</summary>
    public IReadOnlyList<UploadedFile> Files { get; init; } = [];
}
