using Holdfast.Slack.BlockKit;

namespace Holdfast.Slack.WebApi.Chat;

/// <summary>
/// Something that stands under a message's text, set off by a coloured bar.
/// https://docs.slack.dev/messaging/formatting-message-text#attachments
/// </summary>
public sealed record MessageAttachment
{
    /// <summary>The bar: <c>good</c>, <c>warning</c>, <c>danger</c>, or a colour such as <c>#439FE0</c>.</summary>
    public string? Color { get; init; }

    /// <summary>What is shown where attachments are not: plain text.</summary>
    public string? Fallback { get; init; }

    /// <summary>What is shown; excludes <see cref="Title"/> and <see cref="Text"/>.</summary>
    public IReadOnlyList<Block>? Blocks { get; init; }

    /// <summary>A heading.</summary>
    public string? Title { get; init; }

    /// <summary>Where the heading leads.</summary>
    public string? TitleLink { get; init; }

    /// <summary>The text in mrkdwn.</summary>
    public string? Text { get; init; }

    /// <summary>A small line below, at most 300 characters.</summary>
    public string? Footer { get; init; }
}
