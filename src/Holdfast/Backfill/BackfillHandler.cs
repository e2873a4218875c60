using Holdfast.Inbound;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Storage;
using Holdfast.Text;
using Holdfast.Workspaces;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.Backfill;

/// <summary>
/// Works off the order to read what was missed, one step a claim: a page of a list or of history, or some conversations taken in. Each step and how far it
/// came are one commit, so whatever dies in between the next step is the same.
/// </summary>
internal sealed partial class BackfillHandler(
    IRecordReader records,
    IWorkspaces workspaces,
    ChannelListing listing,
    ChannelReading reading,
    MissedIntake intake,
    IOptions<BackfillOptions> options,
    IOptions<IngressOptions> ingress,
    TimeProvider time,
    ILogger<BackfillHandler> logger) : ILaneHandler
{
    /// <inheritdoc/>
    public async ValueTask<Transition> HandleAsync(LaneWork work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        if (await records.GetAsync(BackfillRecords.Progress, work.Item.Id, cancellationToken) is not { EndedAt: null } progress)
            return work.Ignored("no such backfill");
        if (await workspaces.FindAsync(progress.TeamId, cancellationToken) is not { } workspace)
            return End(work, progress.Leaving("everything: the app was removed from the workspace"));
        if (time.GetUtcNow() - progress.Until > options.Value.OldestWith(ingress.Value))
            return End(work, progress.Leaving("what is too old by now"));
        var step = progress switch
        {
            { Types.Count: > 0 } => await listing.StepAsync(progress, cancellationToken),
            { Current: { } channel } when !channel.IsHistoryRead || channel.Threads.Count > 0 => await reading.StepAsync(progress, channel, workspace.Identity, cancellationToken),
            { Current: { } channel } => await intake.StepAsync(progress, channel, work.Item, cancellationToken),
            { Channels: [var next, ..] } => new BackfillStep(progress with { Channels = [.. progress.Channels.Skip(1)], Current = new ChannelProgress(next) }),
            _ => null,
        };
        return step is null ? End(work, progress) : Next(work, progress, step);
    }

    /// <inheritdoc/>
    public Transition GiveUp(Claim claim, Exception error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return Transition.Of(claim, new ItemOutcome.Dead(error.GetType().Name));
    }

    /// <inheritdoc/>
    public string? TeamOf(LaneItem item) => BackfillOrder.TeamOf(item);

    /// <summary>A wait for Slack's limits is nobody's failure.</summary>
    private static Transition Next(LaneWork work, BackfillProgress before, BackfillStep step)
    {
        var next = work.End(new ItemOutcome.Retry(step.Wait, Error: null, CountsAsAttempt: false, InDoubt: false)).And(step.Effects);
        return ReferenceEquals(step.Progress, before) ? next : next with { Records = [.. next.Records, step.Progress.ToRecord()] };
    }

    private Transition End(LaneWork work, BackfillProgress progress)
    {
        LogRead(progress.From, progress.Until, Quantities.Count(progress.TakenIn, "message"), progress.AskedAbout, progress.ChannelsRead, progress.ThreadsRead);
        if (progress.LeftOut.Count > 0)
            LogLeftOut(progress.From, progress.Until, string.Join("; ", progress.LeftOut));
        return work.Done() with { Records = [(progress with { EndedAt = time.GetUtcNow() }).ToRecord()] };
    }

    [LoggerMessage(1851, LogLevel.Information,
        "What was missed from {From:u} to {Until:u} was read: {TakenIn} taken in, {AskedAbout} asked about first; {Channels} channels and {Threads} threads")]
    private partial void LogRead(DateTimeOffset from, DateTimeOffset until, string takenIn, int askedAbout, int channels, int threads);

    [LoggerMessage(1852, LogLevel.Warning, "Of what was missed from {From:u} to {Until:u} was left out: {LeftOut}")]
    private partial void LogLeftOut(DateTimeOffset from, DateTimeOffset until, string leftOut);
}
