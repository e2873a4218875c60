using Holdfast.Admission;
using Holdfast.Conversations;
using Holdfast.Inbound;
using Holdfast.Items;
using Holdfast.Slack;
using Holdfast.Storage;
using Microsoft.Extensions.Options;

namespace Holdfast.Backfill;

/// <summary>
/// Takes in what was found in a channel that was read to its end, a few conversations at a time, each of them oldest first. What came by itself before is
/// known by its receipt; what comes by itself later, as a repetition of Slack's, is known by the one that is made here.
/// </summary>
internal sealed class MissedIntake(
    IHoldfastStore store, OldQuestions questions, Admissions admissions, IOptions<BackfillOptions> options, IOptions<IngressOptions> ingress, IOptions<MemoryOptions> memory, TimeProvider time)
{
    /// <summary>So many messages make a step.</summary>
    private const int StepSize = 50;

    /// <summary>While as many messages wait as may, none is added.</summary>
    private static readonly TimeSpan WhileFull = TimeSpan.FromSeconds(15);

    /// <summary>Deals with the next conversations of the channel, or leaves it when there is none.</summary>
    public async ValueTask<BackfillStep> StepAsync(BackfillProgress progress, ChannelProgress channel, LaneItem item, CancellationToken cancellationToken)
    {
        var place = new ConversationId(progress.TeamId, channel.Id, Thread: null).Place;
        var found = await store.GetMessagesAsync(place, channel.Found, cancellationToken);
        var conversations = found.GroupBy(message => message.Conversation)
            .Where(said => said.First().OrderKey > channel.DealtWith)
            .OrderBy(said => said.First().OrderKey)
            .ToList();
        if (conversations.Count == 0)
            return new BackfillStep(progress with { Current = null, ChannelsRead = progress.ChannelsRead + 1 });
        if ((await store.GetBacklogAsync(cancellationToken)).IsFull)
            return new BackfillStep(progress) { Wait = WhileFull };
        var (effects, dealt) = (Effects.None, 0);
        foreach (var conversation in conversations.TakeWhile(_ => dealt < StepSize))
        {
            IReadOnlyList<MissedMessage> said = [.. conversation];
            dealt += said.Count;
            channel = channel with { DealtWith = said[0].OrderKey };
            var missed = await MissedAsync(progress, said, cancellationToken);
            if (await IsAskedAboutAsync(progress.TeamId, missed, cancellationToken))
            {
                progress = progress with { AskedAbout = progress.AskedAbout + missed.Count };
                effects = effects.And(questions.Ask(missed, item.TraceParent));
            }
            else
            {
                progress = progress with { TakenIn = progress.TakenIn + missed.Count };
                effects = effects.And(new Effects { Append = [.. missed.Select(message => message.ToItem(time, item.TraceParent) with { DedupeKey = message.Name })] });
            }

            effects = effects.And(new Effects { Records = [.. said.Select(message => BackfillRecords.MessageKey(place, message.OrderKey).With(null))] });
        }

        return new BackfillStep(progress with { Current = channel }) { Effects = effects };
    }

    /// <summary>
    /// What of it is for the app, was not taken in before, and is not too old for that to be known. By now its conversation may be forgotten; a reply that was
    /// said before it was is for the app as if it had mentioned it.
    /// </summary>
    private async ValueTask<IReadOnlyList<MissedMessage>> MissedAsync(BackfillProgress progress, IReadOnlyList<MissedMessage> said, CancellationToken cancellationToken)
    {
        var missed = new List<MissedMessage>();
        var oldest = time.GetUtcNow() - options.Value.OldestWith(ingress.Value);
        var aliveAt = progress.Active.TryGetValue(said[0].Conversation, out var active) ? active : (DateTimeOffset?)null;
        foreach (var message in said)
        {
            var at = message.Ts.Time;
            if (message.Kind == InboundKinds.ThreadReply && !(aliveAt is { } alive && at - alive < memory.Value.TimeToLive))
                continue;
            aliveAt = aliveAt > at ? aliveAt : at;
            if (at < oldest || await store.GetReceiptAsync(message.Name, cancellationToken) is not null)
                continue;

            // Whoever asked and then said "stop" wants no answer to that any more, and there is no run to be stopped.
            if (message.IsStop)
                missed.RemoveAll(earlier => earlier.User == message.User);
            else
                missed.Add(message.Kind == InboundKinds.ThreadReply ? message with { Kind = InboundKinds.Mention } : message);
        }

        return missed;
    }

    /// <summary>
    /// An old conversation is asked about. One in which somebody wrote not long ago is alive, and all of it is answered in its order. Whoever may not use the
    /// app is not asked: they read that in place of an answer.
    /// </summary>
    private async ValueTask<bool> IsAskedAboutAsync(TeamId team, IReadOnlyList<MissedMessage> missed, CancellationToken cancellationToken)
    {
        if (missed.Count == 0 || options.Value.AskAfter == TimeSpan.Zero)
            return false;
        var last = missed[^1];
        if (time.GetUtcNow() - last.Ts.Time < options.Value.AskAfter)
            return false;
        var asking = new Asking(team, last.User, ConversationId.Parse(last.Conversation).Channel, AskingKind.Click);
        return await admissions.AskAsync(asking, cancellationToken) is not Verdict.Refused;
    }
}
