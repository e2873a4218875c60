using Holdfast.Inbound;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Records;
using Holdfast.Storage;
using Microsoft.Extensions.Options;

namespace Holdfast.Runs;

/// <summary>Finds the messages that a run answers along with the one that began it.</summary>
internal sealed class RunMerging(IHoldfastStore store, IOptions<RunOptions> options)
{
    /// <summary>The most messages that one run answers together.</summary>
    private const int MaxMerged = 100;

    /// <summary>The most pending messages among which those that a run has merged are looked for.</summary>
    private const int MaxLookedThrough = 10_000;

    /// <summary>
    /// What waits behind the message, when it is to be answered along with it. Once the run has done something, that was done for
    /// the question as it was then: it stays that question, with the same messages.
    /// </summary>
    public async ValueTask<(MessageContent? Content, IReadOnlyList<LaneItem> Items)> MergedAsync(
        LaneWork work, RunRequest request, RunRecord? known, IReadOnlyList<RunStep> finished, RunCorrections corrections, CancellationToken cancellationToken)
    {
        if (request.Resumes is not null)
            return (null, []);
        if (known is not null && (finished.Any(HasEffect) || IsReplayed(known)))
            return (known.Question, await StillPendingAsync(work, known, cancellationToken));
        if (options.Value.WhenBusy != BusyPolicy.Merge || work.Item.Kind == InboundKinds.Report)
            return (null, []);
        var items = new List<LaneItem>();
        List<MessageContent> said = [request.Content];
        foreach (var item in await store.GetPendingAsync(work.Claim, MaxMerged, cancellationToken))
        {
            // In order: past something that is no message, or perhaps one that is answered as it was before, nothing is taken out of its turn.
            if (RunItems.RunOf(item) is not null || item.Kind is InboundKinds.EditedMention or InboundKinds.Report)
                break;
            var message = InboundMessage.Read(item);

            // Of one person only: the run acts in that person's name, and RequesterMayApprove is judged by it.
            if (message.User != request.User)
                break;
            items.Add(item);
            if (await corrections.OfAsync(message.User, message.Ts, message.Content, cancellationToken) is { } content)
                said.Add(content);
        }

        return items.Count == 0 ? (null, []) : (MessageContent.Join(said), items);
    }

    private async ValueTask<IReadOnlyList<LaneItem>> StillPendingAsync(LaneWork work, RunRecord known, CancellationToken cancellationToken)
    {
        if (known.Merged.Length == 0)
            return [];
        var merged = known.Merged.Split(' ').ToHashSet(StringComparer.Ordinal);
        var pending = await store.GetPendingAsync(work.Claim, MaxLookedThrough, cancellationToken);
        return [.. pending.Where(item => merged.Contains(item.Id.ToString()))];
    }

    /// <summary>Whether its dead letter came back: the messages that it answered along are gone from the lane since, but not from its question.</summary>
    private static bool IsReplayed(RunRecord known) => known is { EndedAt: not null, Merged.Length: > 0 };

    private static bool HasEffect(RunStep step) => step.Kind == StepKinds.Tool || step is { Kind: StepKinds.Model, Error: null };
}
