using System.Collections.ObjectModel;
using Holdfast.Conversations;
using Holdfast.Inbound;
using Holdfast.Records;
using Holdfast.Slack;
using Holdfast.Storage;

namespace Holdfast.Runs;

/// <summary>What people have edited and deleted, for one run: in its question, and in what is remembered.</summary>
/// <param name="records">Where that is kept.</param>
/// <param name="conversation">The run's conversation.</param>
internal sealed class RunCorrections(IRecordReader records, ConversationId conversation)
{
    /// <summary>Of more people in one conversation what they corrected is not looked for.</summary>
    private const int MaxPeople = 20;

    private readonly Dictionary<string, IReadOnlyDictionary<SlackTs, Correction>> _known = new(StringComparer.Ordinal);

    /// <summary>What a message says by now; null when it was deleted.</summary>
    public async ValueTask<MessageContent?> OfAsync(string user, SlackTs message, MessageContent content, CancellationToken cancellationToken) =>
        (await OfAsync(user, cancellationToken)).TryGetValue(message, out var correction) ? correction.Content : content;

    /// <summary>A turn as it stands by now; null when it was deleted.</summary>
    public async ValueTask<Turn?> OfAsync(Turn turn, CancellationToken cancellationToken)
    {
        if (turn.Speaker is not { Message: { } name, Id: var user } || !SlackTs.TryParse(name, out var ts)
            || !(await OfAsync(user, cancellationToken)).TryGetValue(ts, out var correction))
            return turn;
        return correction.Content is { } content ? turn with { Content = content } : null;
    }

    /// <summary>A mark for each edit and deletion of some people's messages.</summary>
    /// <param name="people">Who.</param>
    /// <param name="until">The newest of the messages; null for none.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<IReadOnlyList<string>> MarksAsync(IReadOnlyList<string> people, SlackTs? until, CancellationToken cancellationToken)
    {
        if (until is not { } newest)
            return [];
        var marks = new List<string>();
        foreach (var user in people)
        {
            var corrections = _known.TryGetValue(user, out var known) ? known : await Correction.FindAsync(records, conversation, user, cancellationToken);
            marks.AddRange(corrections.Values.Where(correction => correction.Message.CompareTo(newest) <= 0).Select(correction => $"{correction.Message}/{correction.At}"));
        }

        return marks;
    }

    private async ValueTask<IReadOnlyDictionary<SlackTs, Correction>> OfAsync(string user, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(user, out var known))
            return known;
        return _known.Count >= MaxPeople
            ? ReadOnlyDictionary<SlackTs, Correction>.Empty
            : _known[user] = await Correction.FindAsync(records, conversation, user, cancellationToken);
    }
}
