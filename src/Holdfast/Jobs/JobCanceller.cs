using Holdfast.Interactions;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Operators;
using Holdfast.Storage;
using Microsoft.Extensions.Logging;

namespace Holdfast.Jobs;

/// <summary>
/// Cancels jobs. First that it is wanted is made durable, then the job is told; so it ends once, whatever dies in between.
/// </summary>
public sealed partial class JobCanceller(
    IHoldfastStore store, WorkStops stops, OperatorList operators, Responder responder, ILogger<JobCanceller> logger) : IActionHandler
{
    /// <inheritdoc/>
    public IReadOnlyCollection<string> Actions => [JobCards.Cancel];

    /// <inheritdoc/>
    public async ValueTask<Transition> HandleAsync(Interaction interaction, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(interaction);
        var job = ItemId.TryParse(interaction.Value, out var id) ? await store.GetJobAsync(id, cancellationToken) : null;
        if (job is null || !interaction.IsIn(job.Conversation))
            return await responder.RefuseAsync(interaction, "That job is not kept any more.", "no such job", cancellationToken);
        if (!MayCancel(interaction, job))
        {
            LogNotAllowed(job.Id, interaction.User.Value);
            return await responder.RefuseAsync(
                interaction, "Only the one who asked for a job, the one who approved it and operators may cancel it.", "not allowed", cancellationToken);
        }

        if (job.EndedAt is not null)
        {
            // It may have been cancelled by this very click, before the process died: then nobody else takes the wish away.
            var refused = await responder.RefuseAsync(interaction, "That job has ended already.", "the job has ended", cancellationToken);
            return refused with { Records = [JobRecords.Cancellations.Remove(job.Id)] };
        }

        await CancelAsync(interaction.Work, job, interaction.User.Value, cancellationToken);
        if (job.Status == JobStatus.Queued)
            await responder.TellAsync(interaction, "It is cancelled: when its turn comes, it will not be run.", cancellationToken);
        return interaction.Done();
    }

    /// <summary>Cancels a job that has not ended.</summary>
    /// <param name="work">The item that asks for it; it stays in hand.</param>
    /// <param name="job">The job.</param>
    /// <param name="by">Who wants it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask CancelAsync(LaneWork work, Job job, string by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        ArgumentNullException.ThrowIfNull(job);
        await KeepAsync(work, JobRecords.Cancellations.Ask(job.Id, by), cancellationToken);
        LogCancelled(job.Id, by);
        await stops.StopAsync(job.Id);

        // It ended before it could know: nobody else will take the wish away.
        if (await store.GetJobAsync(job.Id, cancellationToken) is not { EndedAt: null })
            await KeepAsync(work, JobRecords.Cancellations.Remove(job.Id), cancellationToken);
    }

    private bool MayCancel(Interaction interaction, Job job) =>
        interaction.User.Value == job.RequestedBy || interaction.User.Value == job.ApprovedBy || operators.IsOperator(interaction.Team, interaction.User);

    private static ValueTask KeepAsync(LaneWork work, StoredRecord record, CancellationToken cancellationToken) =>
        work.KeepAsync(new Effects { Records = [record] }, cancellationToken);

    [LoggerMessage(930, LogLevel.Information, "Job {Job} is to be cancelled: {User} wants it")]
    private partial void LogCancelled(ItemId job, string user);

    [LoggerMessage(931, LogLevel.Warning, "Job {Job}: {User} may not cancel it and tried")]
    private partial void LogNotAllowed(ItemId job, string user);
}
