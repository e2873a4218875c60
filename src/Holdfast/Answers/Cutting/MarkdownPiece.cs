namespace Holdfast.Answers.Cutting;

/// <summary>A piece of a text, as a message of its own.</summary>
/// <param name="Lead">What opens again what was open before it: a fence, the heading of a table, the items of a list.</param>
/// <param name="Body">The piece itself: all bodies, one behind the other, are the text.</param>
/// <param name="Tail">What closes what goes on in the next one.</param>
internal readonly record struct MarkdownPiece(string Lead, string Body, string Tail)
{
    /// <summary>The Markdown of the message.</summary>
    public string Text
    {
        get
        {
            // What was indented within a list or by accident would become code where nothing stands before it.
            var body = Lead.Length == 0 ? Body.Trim() : Body.Trim('\n').TrimEnd();
            return body.Length == 0 ? "" : $"{Lead}{body}{Tail}";
        }
    }
}
