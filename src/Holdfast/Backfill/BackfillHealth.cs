using Holdfast.Diagnostics;
using Holdfast.Storage;
using Holdfast.Text;
using Microsoft.Extensions.Options;

namespace Holdfast.Backfill;

/// <summary>Says in health how far the reading of what was missed has come, and for a day what was left out.</summary>
internal sealed class BackfillHealth(IRecordReader records, IOptions<BackfillOptions> options, TimeProvider time) : IHealthSource
{
    /// <summary>The most that are looked at: of the latest outages.</summary>
    private const int MaxShown = 5;

    private static readonly TimeSpan ShownFor = TimeSpan.FromDays(1);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> GetProblemsAsync(CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<string>>([]);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<string>> GetRemarksAsync(CancellationToken cancellationToken)
    {
        var query = new RecordQuery(BackfillRecords.Progress.Name) { Order = RecordOrder.Newest };
        return [.. (await records.FindAsync(BackfillRecords.Progress, query, MaxShown, cancellationToken)).Where(IsShown).Select(Describe)];
    }

    /// <summary>One that an operator has given up on never ends; when all of it is too old it is no more than that.</summary>
    private bool IsShown(BackfillProgress progress) => progress.EndedAt is { } ended
        ? progress.LeftOut.Count > 0 && time.GetUtcNow() - ended < ShownFor
        : time.GetUtcNow() - progress.Until < options.Value.MaxAge;

    private static string Describe(BackfillProgress progress)
    {
        var leftOut = progress.LeftOut.Count > 0 ? $"; left out: {string.Join(", ", progress.LeftOut)}" : "";
        if (progress.EndedAt is not null)
            return $"what was missed from {progress.From:u} to {progress.Until:u} was read: {Taken(progress)}{leftOut}";
        var channels = progress.Types.Count > 0 ? "looking for channels" : $"{progress.ChannelsRead} of {Quantities.Count(progress.ChannelsFound, "channel")}";
        return $"reading what was missed from {progress.From:u} to {progress.Until:u}: {channels}, {Taken(progress)}{leftOut}";
    }

    private static string Taken(BackfillProgress progress) =>
        $"{Quantities.Count(progress.TakenIn, "message")} taken in{(progress.AskedAbout > 0 ? $", {Quantities.Count(progress.AskedAbout)} asked about first" : "")}";
}
