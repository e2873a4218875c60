using System.Globalization;
using System.Text;
using Holdfast.Records;
using Holdfast.Runs;
using Holdfast.Slack;
using Holdfast.Slack.WebApi;
using Holdfast.Text;
using Holdfast.Threads;
using Holdfast.Workspaces;

namespace Holdfast.LookUps;

/// <summary>Messages as the model reads them: a line each, with who said it and when; what they said further down is moved in, so that no message can look like two.</summary>
/// <param name="naming">Puts names in place of ids.</param>
internal sealed class SaidMessages(RunNaming naming)
{
    /// <summary>The most characters of all of them together.</summary>
    private const int MaxCharacters = 20_000;

    /// <summary>The most of one message.</summary>
    private const int MaxOfOne = 4_000;

    /// <summary>Writes messages, oldest first.</summary>
    /// <param name="messages">The messages in that order.</param>
    /// <param name="me">The workspace, and who the agent is there.</param>
    /// <param name="keepsNewest">Which are left out where there are too many: the oldest, or the newest.</param>
    /// <param name="cancellationToken">Ends the wait for names.</param>
    public async ValueTask<Written> WriteAsync(IReadOnlyList<SlackMessage> messages, BotIdentity me, bool keepsNewest, CancellationToken cancellationToken)
    {
        var said = messages.Select(message => (Message: message, Turn: HistoryTurns.TurnOf(message, me, message.ThreadTs is null || message.ThreadTs == message.Ts)))
            .Where(each => each.Turn is not null).ToList();
        var named = await naming.NameAsync(me.Team, [.. said.Select(each => each.Turn!)], cancellationToken);
        var lines = said.Zip(named, (each, turn) => (each.Message, Line: LineOf(each.Message, turn))).ToList();
        var kept = new LinkedList<(SlackMessage Message, string Line)>();
        var characters = 0;
        foreach (var line in keepsNewest ? Enumerable.Reverse(lines) : lines)
        {
            characters += line.Line.Length + 1;
            if (characters > MaxCharacters && kept.Count > 0)
                break;
            if (keepsNewest)
                kept.AddFirst(line);
            else
                kept.AddLast(line);
        }

        return new Written(string.Join('\n', kept.Select(line => line.Line)), kept.Count, IsCut: kept.Count < lines.Count)
        {
            First = kept.First?.Value.Message.Ts,
            Last = kept.Last?.Value.Message.Ts,
        };
    }

    private static string LineOf(SlackMessage message, Turn turn)
    {
        var line = new StringBuilder(turn.Role == Turn.Assistant ? "You (the agent)" : turn.Speaker?.Name ?? turn.Speaker?.Id ?? "Somebody");
        var at = turn.Speaker?.At ?? message.Ts.Time;
        line.Append(at.ToString("', 'ddd yyyy-MM-dd HH:mm' '", CultureInfo.InvariantCulture)).Append(turn.Speaker?.Zone ?? "UTC").Append(": ");
        line.Append(CleanText.Of(TextCut.Beginning(turn.Content.Text, MaxOfOne)).Replace("\n", "\n    ", StringComparison.Ordinal));
        foreach (var file in turn.Content.Attachments)
            line.Append(" [file \"").Append(CleanText.Of(file.Name).Replace('\n', ' ').Replace('"', '\'')).Append("\"]");
        if (message is { ReplyCount: > 0 and var replies } && (message.ThreadTs is null || message.ThreadTs == message.Ts))
            line.Append(CultureInfo.InvariantCulture, $" [{Quantities.Count(replies, "answer")}, thread {message.Ts}]");
        return line.ToString();
    }
}

/// <summary>Messages in words.</summary>
/// <param name="Text">The words.</param>
/// <param name="Count">How many messages.</param>
/// <param name="IsCut">Whether some were left out.</param>
internal sealed record Written(string Text, int Count, bool IsCut)
{
    /// <summary>The oldest of them; null where there is none.</summary>
    public SlackTs? First { get; init; }

    /// <summary>The newest of them.</summary>
    public SlackTs? Last { get; init; }
}
