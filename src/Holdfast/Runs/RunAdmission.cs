using Holdfast.Admission;
using Holdfast.Caching;
using Holdfast.Deliveries;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Storage;

namespace Holdfast.Runs;

/// <summary>
/// Whether a message may begin a run, before anything is done for it. Whoever may not reads why, and the message has its end; where that cannot be said
/// yet it waits in its lane, and is asked about again.
/// </summary>
/// <param name="admissions">Knows.</param>
/// <param name="book">Where a refusal is counted.</param>
/// <param name="messages">Plans what is said.</param>
/// <param name="time">The clock.</param>
public sealed class RunAdmission(Admissions admissions, IUsageBook book, MessageComposer messages, TimeProvider time)
{
    /// <summary>Whoever waits for longer than this has gone, or asked somebody else.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    /// <summary>Since when it could not be said of a message. After a restart that begins anew.</summary>
    private readonly ExpiringCache<ItemId, DateTimeOffset> _unknownSince = new(Patience * 2, capacity: 10_000, time);

    /// <summary>Asks.</summary>
    /// <param name="work">The message in hand.</param>
    /// <param name="request">What it asks for.</param>
    /// <param name="isImmediate">Whether the agent is immediate.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What becomes of the message, null when the run may begin; and what is called when that stands in the book.</returns>
    internal async ValueTask<(Transition? Refusal, Action? Booked)> AskAsync(LaneWork work, RunRequest request, bool isImmediate, CancellationToken cancellationToken)
    {
        var asking = new Asking(request.Conversation.Team, request.User, request.Conversation.Channel, AskingKind.Question) { IsImmediate = isImmediate };
        return await admissions.AskAsync(asking, cancellationToken) switch
        {
            Verdict.Refused refused => (Refused(work, request, refused), null),
            Verdict.Unknown unknown => (Unknown(work, request, unknown), null),
            Verdict.Admitted admitted => (null, admitted.Booked),
            _ => throw new InvalidOperationException("A verdict of another kind."),
        };
    }

    private Transition Unknown(LaneWork work, RunRequest request, Verdict.Unknown unknown)
    {
        var now = time.GetUtcNow();
        if (!_unknownSince.TryGet(work.Item.Id, out var since))
            _unknownSince.Set(work.Item.Id, since = now);
        var waited = now - since;
        if (waited >= Patience)
            return Refused(work, request, new Verdict.Refused(unknown.Text, unknown.Reason));
        var wait = unknown.Wait > waited / 2 ? unknown.Wait : waited / 2;
        return work.End(new ItemOutcome.Retry(wait < LongestWait ? wait : LongestWait, unknown.Reason, CountsAsAttempt: false, InDoubt: false));
    }

    private Transition Refused(LaneWork work, RunRequest request, Verdict.Refused refused)
    {
        // Under a message that begins a thread nobody would see what only they can see; it stands below it in the channel.
        var where = request.Conversation.Thread == request.Ts && !request.Conversation.Channel.Value.StartsWith('D') ? request.Conversation with { Thread = null } : request.Conversation;
        var note = where.Channel.Value.StartsWith('D')
            ? messages.Post(where, work.Item.Id, refused.Text, traceParent: work.Item.TraceParent)
            : messages.Ephemeral(where, request.User, work.Item.Id, refused.Text, work.Item.TraceParent);
        var entry = book.Entry(new UsageOf(request.Conversation, request.User, Model: ""), new UsageAmount { Refusals = 1, Limited = refused.IsLimit ? 1 : 0 });
        return work.Ignored(refused.Reason) with
        {
            Append = [note with { DedupeKey = refused.ToldOnceAs }],
            Records = entry is null ? refused.Records : [.. refused.Records, entry],
        };
    }
}
