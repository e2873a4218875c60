using System.Text.RegularExpressions;
using Holdfast.Records;

namespace Holdfast.Answers.Mentions;

/// <summary>Those may be mentioned who asked, or whom people mentioned in the question or before. Not whom an earlier answer named: the model may have made it up.</summary>
public sealed partial class MentionedPeople : IMentionNames
{
    /// <inheritdoc/>
    public MentionScope Of(string asker, MessageContent question, IReadOnlyList<Turn> memory)
    {
        ArgumentNullException.ThrowIfNull(question);
        ArgumentNullException.ThrowIfNull(memory);
        var said = memory.Where(static turn => turn.Role == Turn.User).Select(static turn => turn.Content.Text).Append(question.Text);
        return new MentionScope(said.SelectMany(static text => Mention().Matches(text)).Select(static match => match.Groups["id"].Value).Append(asker));
    }

    [GeneratedRegex(@"<@(?<id>[UW][A-Z0-9]{2,20})(\|[^<>\n]*)?>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Mention();
}
