using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Conversations;
using Holdfast.Items;
using Holdfast.Storage;

namespace Holdfast.Deliveries;

/// <summary>
/// What is known of a delivery's attempts beyond what its item says: what has to be looked for, how far the search has come, and how often
/// Slack has refused the call. It is written by the commit that ends an attempt, read by whoever makes the next one, and gone with the
/// delivery's end. All moments are by Slack's clock.
/// </summary>
internal sealed record DeliveryNote
{
    /// <summary>Before this no call was made that could have been performed.</summary>
    public required DateTimeOffset FirstCall { get; init; }

    /// <summary>After this no call was made; null while none is in doubt.</summary>
    public DateTimeOffset? LastCall { get; init; }

    /// <summary>From when on it is looked for; before that Slack may still perform the call.</summary>
    public DateTimeOffset? LookFrom { get; init; }

    /// <summary>Since when it is in doubt.</summary>
    public DateTimeOffset? DoubtSince { get; init; }

    /// <summary>How many look-ups saw everything and did not find it.</summary>
    public int Looks { get; init; }

    /// <summary>Where the next page begins of the look-up that is under way; null at its beginning.</summary>
    public string? Cursor { get; init; }

    /// <summary>How many messages that look-up has seen.</summary>
    public int Seen { get; init; }

    /// <summary>How many calls of the look-ups Slack has answered since the doubt began.</summary>
    public int Pages { get; init; }

    /// <summary>How often Slack did not take the call while it took others.</summary>
    public int Refusals { get; init; }

    /// <summary>When it did so first.</summary>
    public DateTimeOffset? RefusedSince { get; init; }

    /// <summary>When the latest call failed.</summary>
    public DateTimeOffset? FailedAt { get; init; }

    /// <summary>What the latest call of its own failed with.</summary>
    public string? Error { get; init; }

    /// <summary>The same with the doubt settled: the call was not performed.</summary>
    public DeliveryNote Settled() => this with { LastCall = null, LookFrom = null, DoubtSince = null, Looks = 0, Cursor = null, Seen = 0, Pages = 0 };
}

/// <summary>Where the notes are: a record for each delivery that has one.</summary>
/// <param name="records">Reads them.</param>
public sealed class DeliveryNotes(IRecordReader records)
{
    /// <summary>A delivery's note; null when it has none. One that was never tried is not asked for.</summary>
    internal async ValueTask<DeliveryNote?> ReadAsync(LaneItem item, CancellationToken cancellationToken)
    {
        if (!item.IsRepeated || await records.GetValueAsync(KeyOf(item.Id), cancellationToken) is not { } note)
            return null;
        return JsonSerializer.Deserialize(note, DeliveryNoteJson.Default.DeliveryNote);
    }

    /// <summary>Takes a delivery's note away, if it may have one: the first is written by an attempt that counts, and the item says so.</summary>
    internal static IReadOnlyList<StoredRecord> Removal(LaneItem item) => item.IsRepeated ? [Change(item, note: null)] : [];

    /// <summary>Keeps a note, or takes it away.</summary>
    internal static StoredRecord Change(LaneItem delivery, DeliveryNote? note) =>
        KeyOf(delivery.Id).With(note is null ? null : JsonSerializer.Serialize(note, DeliveryNoteJson.Default.DeliveryNote)) with
        {
            Team = Owners.TeamOf(delivery) ?? "",
        };

    private static RecordKey KeyOf(ItemId delivery) => new("delivery", delivery);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(DeliveryNote))]
internal sealed partial class DeliveryNoteJson : JsonSerializerContext;
