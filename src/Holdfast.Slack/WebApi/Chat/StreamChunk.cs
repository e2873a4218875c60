using System.Text.Json.Serialization;

namespace Holdfast.Slack.WebApi.Chat;

/// <summary>A piece of a message that is streamed. https://docs.slack.dev/reference/methods/chat.appendStream</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(MarkdownTextChunk), "markdown_text")]
[JsonDerivedType(typeof(TaskUpdateChunk), "task_update")]
public abstract record StreamChunk;

/// <summary>More text.</summary>
/// <param name="Text">Standard Markdown, at most <see cref="BlockKit.SlackLimits.MarkdownText"/> characters a call.</param>
public sealed record MarkdownTextChunk(string Text) : StreamChunk;

/// <summary>A task begins, or has got further: what is named by the same id is one card.</summary>
/// <param name="Id">Tells the tasks of a message apart.</param>
/// <param name="Title">What it is called, at most <see cref="BlockKit.SlackLimits.StreamedTask"/> characters; replaces the one before.</param>
/// <param name="Status"><see cref="InProgress"/>, <see cref="Complete"/> or <see cref="Error"/>.</param>
public sealed record TaskUpdateChunk(string Id, string Title, string Status) : StreamChunk
{
    /// <summary>It is being done.</summary>
    public const string InProgress = "in_progress";

    /// <summary>It is done.</summary>
    public const string Complete = "complete";

    /// <summary>It failed.</summary>
    public const string Error = "error";
}
