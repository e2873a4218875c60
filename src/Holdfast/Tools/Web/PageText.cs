namespace Holdfast.Tools.Web;

/// <summary>What of a page can be read.</summary>
/// <param name="Title">What it calls itself, on one line; null where it does not.</param>
/// <param name="Text">Its words: headings as in Markdown, links with their addresses behind them.</param>
internal sealed record PageText(string? Title, string Text);
