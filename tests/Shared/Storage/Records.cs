using Holdfast.Items;
using Holdfast.Records;

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

    public IReadOnlyList<SettingChange> Settings { get; init; } = [];

    public DeliveryReceipt? Delivered { get; init; }
}
