using Holdfast.Audit;
using Holdfast.Items;

namespace Holdfast.Operators;

/// <summary>What the audit trail says of an order to pause or to resume: nothing where it was so already.</summary>
internal static class OrderAudit
{
    /// <summary>The entry, for the commit that carries the order out.</summary>
    public static IEnumerable<StoredRecord> Of(PauseOutcome outcome, ItemId order, string by, string? team, DateTimeOffset at)
    {
        if (outcome.WasSo)
            return [];
        return [new AuditEntry { Act = outcome.Now is null ? AuditActs.AgentResumed : AuditActs.AgentPaused, At = at, By = by, Team = team }.ToRecord(order.ToString())];
    }
}
