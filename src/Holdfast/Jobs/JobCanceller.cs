using Holdfast.Conversations;
using Holdfast.Interactions;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Operators;
using Holdfast.Slack;
using Holdfast.Storage;
using Holdfast.Text;
using Microsoft.Extensions.Logging;

namespace Holdfast.Jobs;

/// <summary>
/// Cancels jobs. The request is made durable first, then the job is stopped: so it ends once, whatever dies in between.
/// </summary>
public sealed partial class JobCanceller(
    IHoldfastStore store, WorkStops stops, OperatorList operators, Responder responder, TimeProvider time, ILogger<JobCanceller> logger) : IActionHandler
{
    /// <inheritdoc/>
    public IReadOnlyCollection<string> Actions => [JobCards.Cancel];

    /// <inheritdoc/>
    public async ValueTask<Transition> HandleAsync(Interaction interaction, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(interaction);
        var job = ItemId.TryParse(interaction.Value, out var id) ? await store.GetJobAsync(id, cancellationToken) : null;
        if (job is null || !interaction.IsIn(job.Conversation))
            return await responder.RefuseAsync(interaction, "That job is too old: I no longer have it.", "no such job", cancellationToken);
        if (!MayCancel(interaction, job))
        {
            LogNotAllowed(job.Id, interaction.User.Value);
            var ask = People.AnyOf([job.RequestedBy, .. UserId.TryParse(job.ApprovedBy, out var approver) ? [approver.Value] : Array.Empty<string>(), .. operators.UsersOf(interaction.Team)]);
            return await responder.RefuseAsync(interaction, $"You can't cancel this. Ask {ask}.", "not allowed", cancellationToken);
        }

        if (job.EndedAt is not null)
        {
            // It may have been cancelled by this very click, before the process died: then nothing else clears the request.
            var refused = await responder.RefuseAsync(interaction, "That job has already ended.", "the job has ended", cancellationToken);
            return refused with { Records = [JobRecords.Cancellations.Remove(job.Id)] };
        }

        await CancelAsync(interaction.Work, job, interaction.User.Value, cancellationToken);
        if (job.Status == JobStatus.Queued)
            await responder.TellAsync(interaction, "Cancelled: it won't run.", cancellationToken);
        return interaction.Done();
    }

    /// <summary>Cancels a job that has not ended.</summary>
    /// <param name="work">The item that asks for it; it stays in hand.</param>
    /// <param name="job">The job.</param>
    /// <param name="by">Who cancels it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask CancelAsync(LaneWork work, Job job, string by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        ArgumentNullException.ThrowIfNull(job);
        await work.KeepAsync(
            new Effects { Records = [JobRecords.Cancellations.Ask(job.Id, ConversationId.TeamOf(job.Conversation), by), JobAudit.Cancelled(job, by, time.GetUtcNow())] }, cancellationToken);
        LogCancelled(job.Id, by);
        await stops.StopAsync(job.Id);

        // It ended before it saw the request: nothing else will clear it.
        if (await store.GetJobAsync(job.Id, cancellationToken) is not { EndedAt: null })
            await work.KeepAsync(JobRecords.Cancellations.Remove(job.Id), cancellationToken);
    }

    private bool MayCancel(Interaction interaction, Job job) =>
        interaction.User.Value == job.RequestedBy || interaction.User.Value == job.ApprovedBy || operators.IsOperator(interaction.Team, interaction.User);

    [LoggerMessage(930, LogLevel.Information, "Job {Job}: {User} cancels it")]
    private partial void LogCancelled(ItemId job, string user);

    [LoggerMessage(931, LogLevel.Warning, "Job {Job}: {User} tried to cancel it but may not")]
    private partial void LogNotAllowed(ItemId job, string user);
}
