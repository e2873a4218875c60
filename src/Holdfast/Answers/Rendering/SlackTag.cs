using Markdig.Syntax.Inlines;

namespace Holdfast.Answers.Rendering;

/// <summary>A tag of Slack's that was left in an answer because it is meant: a person or a channel.</summary>
/// <param name="text">The tag.</param>
internal sealed class SlackTag(string text) : LeafInline
{
    /// <summary>The tag.</summary>
    public string Text => text;
}
