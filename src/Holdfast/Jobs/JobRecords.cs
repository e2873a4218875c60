using System.Security.Cryptography;
using System.Text;
using Holdfast.Conversations;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Records;
using Holdfast.Storage;
using Holdfast.Tools;

namespace Holdfast.Jobs;

/// <summary>How jobs are kept and found.</summary>
public static class JobRecords
{
    /// <summary>A job as a record. It outlives the run that asked for it.</summary>
    public static RecordKind<Job> Kind { get; } = new("job", static () => JobJson.Default.Job, static job => job.Id, static (job, record) => record with
    {
        Team = ConversationId.TeamOf(job.Conversation),
        User = job.RequestedBy,
        EndedAt = job.EndedAt,
    });

    /// <summary>That somebody asked for a job's end.</summary>
    public static StopRequests Cancellations { get; } = new("cancel");

    /// <summary>The job as it is kept.</summary>
    /// <param name="job">The job.</param>
    public static StoredRecord ToRecord(this Job job) => Kind.Store(job);

    /// <summary>A job as last committed; null when there is none (any more).</summary>
    /// <param name="records">Where it is kept.</param>
    /// <param name="job">Which.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static ValueTask<Job?> GetJobAsync(this IRecordReader records, ItemId job, CancellationToken cancellationToken) =>
        records.GetAsync(Kind, job, cancellationToken);

    /// <summary>The jobs that were ordered last, the newest first.</summary>
    /// <param name="records">Where they are kept.</param>
    /// <param name="team">In which workspace; null for all.</param>
    /// <param name="limit">The most to return.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static ValueTask<IReadOnlyList<Job>> GetRecentJobsAsync(this IRecordReader records, string? team, int limit, CancellationToken cancellationToken) =>
        records.FindAsync(Kind, new RecordQuery(Kind.Name) { Team = team, Order = RecordOrder.Newest }, limit, cancellationToken);

    /// <summary>How many wait or run.</summary>
    /// <param name="records">Where they are kept.</param>
    /// <param name="team">In which workspace; null for all.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static ValueTask<int> CountOpenJobsAsync(this IRecordReader records, string? team, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(records);
        return records.CountRecordsAsync(Open with { Team = team }, cancellationToken);
    }

    /// <summary>Which job a call has ordered: a part of its run, and swept with it.</summary>
    /// <param name="call">The call.</param>
    internal static RecordKey OfCall(ToolCall call) => new("job_call", $"{call.Turn.Run}/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(call.Id)))}");

    /// <summary>That a call has ordered a job.</summary>
    /// <param name="job">The job.</param>
    /// <param name="call">The call.</param>
    internal static StoredRecord OfCall(Job job, ToolCall call) => OfCall(call).With(job.Id.ToString()) with
    {
        Team = ConversationId.TeamOf(job.Conversation), User = job.RequestedBy, Run = job.Run,
    };

    private static RecordQuery Open { get; } = new(Kind.Name) { IsOpen = true };
}
