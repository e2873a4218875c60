using System.Text.Json.Serialization;

namespace Holdfast.Slack.BlockKit;

/// <summary>
/// A modal or the app's home, as it is sent. https://docs.slack.dev/reference/views; all of it together may have
/// <see cref="SlackLimits.ViewBytes"/> bytes.
/// </summary>
public sealed record View
{
    internal const string ModalType = "modal";
    internal const string HomeType = "home";

    /// <summary><c>modal</c> or <c>home</c>.</summary>
    [JsonPropertyOrder(-1)]
    public required string Type { get; init; }

    /// <summary>At most <see cref="SlackLimits.ViewBlocks"/> blocks.</summary>
    public required IReadOnlyList<Block> Blocks { get; init; }

    /// <summary>Modals only, required there: plain text of at most <see cref="SlackLimits.ModalTitle"/> characters.</summary>
    public TextObject? Title { get; init; }

    /// <summary>The submit button; required when there is an input block.</summary>
    public TextObject? Submit { get; init; }

    /// <summary>The cancel button.</summary>
    public TextObject? Close { get; init; }

    /// <summary>Names the view in its submission, at most <see cref="SlackLimits.CallbackId"/> characters.</summary>
    public string? CallbackId { get; init; }

    /// <summary>Comes back with the submission, at most <see cref="SlackLimits.PrivateMetadata"/> characters.</summary>
    public string? PrivateMetadata { get; init; }

    /// <summary>A name of our own for views.update, unique in the workspace.</summary>
    public string? ExternalId { get; init; }

    /// <summary>Whether cancel closes all stacked views.</summary>
    public bool? ClearOnClose { get; init; }

    /// <summary>Whether closing is told by <c>view_closed</c>.</summary>
    public bool? NotifyOnClose { get; init; }

    /// <summary>Makes a modal.</summary>
    /// <param name="title">At most <see cref="SlackLimits.ModalTitle"/> characters.</param>
    /// <param name="blocks">The content.</param>
    /// <returns>The view, to be refined with <c>with</c>.</returns>
    public static View Modal(string title, IReadOnlyList<Block> blocks) =>
        new() { Type = ModalType, Title = TextObject.Plain(title), Blocks = blocks };

    /// <summary>Makes the app's home tab.</summary>
    /// <param name="blocks">The content.</param>
    /// <returns>The view.</returns>
    public static View Home(IReadOnlyList<Block> blocks) => new() { Type = HomeType, Blocks = blocks };
}
