using Holdfast.Agents;
using Holdfast.Approvals;
using Holdfast.Items;
using Holdfast.Jobs;
using Holdfast.Records;
using Holdfast.Timers;

namespace Holdfast.Testing.Storage;

/// <summary>What a transition keeps, whatever claim it is made under.</summary>
internal sealed record Records
{
    public RunRecord? Run { get; init; }

    public RunExpiry? Expiry { get; init; }

    public IReadOnlyList<RunStep> Steps { get; init; } = [];

    public IReadOnlyList<Approval> Approvals { get; init; } = [];

    public IReadOnlyList<Job> Jobs { get; init; } = [];

    public IReadOnlyList<TimerRecord> Timers { get; init; } = [];

    public IReadOnlyList<StoredRecord> Settings { get; init; } = [];

    public DeliveryReceipt? Delivered { get; init; }

    /// <summary>The records of all features.</summary>
    public IReadOnlyList<StoredRecord> OfFeatures =>
        [.. Approvals.Select(approval => approval.ToRecord()), .. Jobs.Select(job => job.ToRecord()), .. Timers.Select(timer => timer.ToRecord()), .. Settings];

    public IReadOnlyList<NewTurn> Turns { get; init; } = [];

    public bool ReplacesTurns { get; init; }
}
