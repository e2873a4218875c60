using Holdfast.Audit;
using Holdfast.Items;

namespace Holdfast.Settings.Forms;

/// <summary>What the audit trail says of settings: which were changed, and not what they say.</summary>
internal static class SettingsAudit
{
    /// <summary>The entry, for the commit that keeps the settings; null where an order changes nothing.</summary>
    /// <param name="order">What was ordered.</param>
    /// <param name="item">Its item.</param>
    /// <param name="before">What was set until then.</param>
    /// <param name="after">What is set now.</param>
    /// <param name="isKeptChanged">Whether the time for which runs are kept was chosen.</param>
    public static StoredRecord? Of(SettingsOrder order, ItemId item, ChosenSettings before, ChosenSettings after, bool isKeptChanged)
    {
        var changed = Changed(before, after, isKeptChanged).ToList();
        return changed.Count == 0 ? null : new AuditEntry
        {
            Act = AuditActs.SettingsChanged,
            At = order.At,
            By = order.By,
            Team = order.Team,
            Where = order.Of == order.By ? null : order.Of,
            What = string.Join(", ", changed),
        }.ToRecord(item.ToString());
    }

    private static IEnumerable<string> Changed(ChosenSettings before, ChosenSettings after, bool isKeptChanged)
    {
        if (before.Model != after.Model)
            yield return "model";
        if (before.Instructions != after.Instructions)
            yield return "instructions";
        if (before.Streams != after.Streams)
            yield return "streaming";
        if (isKeptChanged)
            yield return "retention";
    }
}
