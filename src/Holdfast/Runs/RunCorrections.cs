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

    /// <summary>The turns as they stand by now: those as they were edited, and without those that were deleted.</summary>
    public async ValueTask<IReadOnlyList<Turn>> ApplyAsync(IReadOnlyList<Turn> turns, CancellationToken cancellationToken)
    {
        var corrected = new List<Turn>(turns.Count);
        foreach (var turn in turns)
        {
            if (turn.Speaker is not { Message: { } name, Id: var user } || !SlackTs.TryParse(name, out var ts)
                || !(await OfAsync(user, cancellationToken)).TryGetValue(ts, out var correction))
                corrected.Add(turn);
            else if (correction.Content is { } content)
                corrected.Add(turn with { Content = content });
        }

        return corrected;
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
