using Holdfast.Interactions;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Runs;
using Holdfast.Slack;
using Holdfast.Storage;
using Microsoft.Extensions.Logging;

namespace Holdfast.Settings.Forms;

/// <summary>Sets what was ordered: one order after the other for each person and channel, on all workers together.</summary>
public sealed partial class SettingsOrders(IRecordReader records, RunRetention retention, TimeProvider time, ILogger<SettingsOrders> logger) : IInternalHandler
{
    /// <inheritdoc/>
    public IReadOnlyCollection<string> Kinds => [SettingsOrder.Kind];

    /// <inheritdoc/>
    public async ValueTask<Transition> HandleAsync(LaneWork work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        var order = SettingsOrder.Read(work.Item);
        var current = await records.GetSettingsAsync(order.Team, order.Of, cancellationToken);
        if (current.At > order.At)
            return work.Ignored("set anew since");
        var next = order.After(current);
        var kept = order.KeptSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : (TimeSpan?)null;

        // What the operator allows may have changed while the order waited.
        var choice = kept is { } wanted ? retention.ChooseWithin(order.Team, order.Of, wanted) : null;
        var isKeptChanged = choice is not null && await retention.GetAsync(order.Team, order.Of, cancellationToken) != kept;

        // An order that is handled again, because the process died after it was kept, changes nothing: its entry stands.
        var audit = SettingsAudit.Of(order, work.Item.Id, current, next, isKeptChanged && current.At != order.At);
        var effects = new Effects
        {
            Records = [SettingsRecords.ToRecord(order.Team, order.Of, next), .. new[] { choice, audit }.OfType<StoredRecord>()],
            Append = order.Of == order.By ? [HomeItems.Refresh(new TeamId(order.Team), new UserId(order.By), time, work.Item.TraceParent)] : [],
        };
        await work.KeepAsync(effects, cancellationToken);
        if (choice is not null)
            retention.Chosen(order.Team, order.Of, kept!.Value);

        // The words are nobody else's business.
        LogSet(order.Of, order.Team, order.By, next.Model is { Length: > 0 } model ? model : "the usual one", next.Instructions.Length, next.Streams, kept);
        return work.Done();
    }

    [LoggerMessage(1270, LogLevel.Information, "Settings of {Of} in {Team} are set by {By}: model {Model}, instructions of {Length} characters, shown while written: {Streams}, runs kept for {Kept}")]
    private partial void LogSet(string of, string team, string by, string model, int length, bool streams, TimeSpan? kept);
}
