using Holdfast.Agents;
using Holdfast.Approvals;
using Holdfast.Items;
using Holdfast.Jobs;
using Holdfast.Records;
using Holdfast.Storage;
using Holdfast.Timers;

namespace Holdfast.Testing.Storage;

/// <summary>What a transition keeps of each feature.</summary>
internal static class FeatureRecords
{
    extension(Transition transition)
    {
        public IReadOnlyList<Approval> Approvals => Of(transition.Records, ApprovalRecords.Kind);

        public IReadOnlyList<Job> Jobs => Of(transition.Records, JobRecords.Kind);

        public IReadOnlyList<TimerRecord> Timers => Of(transition.Records, TimerRecords.Kind);
    }

    private static IReadOnlyList<T> Of<T>(IEnumerable<StoredRecord> records, RecordKind<T> kind)
        where T : class =>
        [.. records.Where(record => record.Key.Kind == kind.Name).Select(kind.Read)];
}
