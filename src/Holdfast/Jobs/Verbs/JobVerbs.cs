using System.Text.Json.Serialization;
using Holdfast.Conversations;
using Holdfast.Storage;
using Holdfast.Text;
using Holdfast.Verbs;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Jobs.Verbs;

/// <summary>What this folder gives to a host.</summary>
public static class JobVerbs
{
    private static readonly VerbParameter[] Parameters =
    [
        new("all", "Those that have ended as well, as long as they are kept.", VerbParameterKind.Flag),
        new("words", "Shows what is run.", VerbParameterKind.Flag),
    ];

    /// <summary><c>holdfast jobs</c>.</summary>
    /// <param name="services">Where it is registered.</param>
    public static IServiceCollection AddJobVerbs(this IServiceCollection services) =>
        services.AddVerb<ListJobs>("jobs", "Lists the jobs that are running or queued.", Parameters);
}

/// <summary><c>holdfast jobs</c>.</summary>
internal sealed class ListJobs(IRecordReader records) : IVerb
{
    private const int MaxListed = 10_000;

    /// <inheritdoc/>
    public async ValueTask<VerbReply> RunAsync(VerbCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        var hasWords = call.Has("words");
        var query = new RecordQuery(JobRecords.Kind.Name) { IsOpen = !call.Has("all"), Order = RecordOrder.Newest };
        IReadOnlyList<JobView> views = [.. (await records.FindAsync(JobRecords.Kind, query, MaxListed, cancellationToken)).Select(job => JobView.Of(job, hasWords))];
        return VerbReply.Of(views, JobVerbsJson.Default.IReadOnlyListJobView, TextTable.Of(
            "No job is running or queued.", ["id", "state", "tool", "for", "approved by", "ordered (UTC)", "ended (UTC)", "#exit", "thread", .. hasWords ? ["runs"] : Array.Empty<string>()],
            views.Select(Cells)));
    }

    private static string[] Cells(JobView view) =>
    [
        view.Id, view.State, view.Tool, view.For, view.ApprovedBy ?? "", TextTable.Moment(view.OrderedAt), TextTable.Moment(view.EndedAt), view.ExitCode?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "",
        view.Thread ?? view.Conversation, TextCut.Beginning(view.Runs ?? "", 80),
    ];
}

/// <summary>A job as an operator sees it.</summary>
internal sealed record JobView(
    string Id, string State, string Tool, string For, string? ApprovedBy, string Conversation, string? Thread, DateTimeOffset OrderedAt, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt, int? ExitCode, string? Runs)
{
    public static JobView Of(Job job, bool hasWords) => new(
        job.Id.ToString(), job.Status.ToString().ToLowerInvariant(), job.Tool, job.RequestedBy, job.ApprovedBy, job.Conversation, ThreadLink.Of(job.Conversation), job.CreatedAt, job.StartedAt, job.EndedAt,
        job.ExitCode, hasWords ? job.Shown : null);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<JobView>))]
internal sealed partial class JobVerbsJson : JsonSerializerContext;
