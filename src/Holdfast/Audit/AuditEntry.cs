using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Items;

namespace Holdfast.Audit;

/// <summary>
/// That something was asked for, decided, ordered or changed: who, what, when, where, and for whom. No words of anybody's are in it. It is kept in the
/// very transition that makes it true.
/// </summary>
public sealed record AuditEntry
{
    /// <summary>What was done: one of <see cref="AuditActs"/>.</summary>
    public required string Act { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who did it: a user's id, or where an order was typed; null where nobody did, as where something expired.</summary>
    public string? By { get; init; }

    /// <summary>The workspace; null for all of them.</summary>
    public string? Team { get; init; }

    /// <summary>For whom, or to whom, where that is somebody else: a user's id.</summary>
    public string? For { get; init; }

    /// <summary>Where: a conversation or a channel; null where it is nowhere.</summary>
    public string? Where { get; init; }

    /// <summary>What it was done with: a tool, the names of settings, a reason; never what somebody wrote.</summary>
    public string? What { get; init; }

    /// <summary>The id of the approval, the job, the timer, the run or the item.</summary>
    public string? Reference { get; init; }

    /// <summary>The kind of its records, as it is stored.</summary>
    internal const string Kind = "audit";

    /// <summary>The entry as it is kept.</summary>
    /// <param name="cause">
    /// What led to it. With the act it is the entry's name: whoever does the same thing again after a crash writes the same entry again, and no second.
    /// </param>
    public StoredRecord ToRecord(string cause) => new RecordKey(Kind, $"{Act}/{cause}").With(JsonSerializer.Serialize(this, AuditJson.Default.AuditEntry)) with
    {
        Team = Team ?? "",
        EndedAt = At,
    };

    /// <summary>Reads what <see cref="ToRecord"/> made.</summary>
    /// <param name="record">That.</param>
    /// <exception cref="StoreException">It cannot be read.</exception>
    internal static AuditEntry Read(StoredRecord record)
    {
        try
        {
            return JsonSerializer.Deserialize(record.Value ?? "null", AuditJson.Default.AuditEntry) ?? throw new JsonException("There is nothing in it.");
        }
        catch (JsonException e)
        {
            throw new StoreException($"The entry \"{record.Key}\" cannot be read. Run the version that wrote it.", isTransient: false, e);
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(AuditEntry))]
[JsonSerializable(typeof(IReadOnlyList<AuditEntry>))]
internal sealed partial class AuditJson : JsonSerializerContext;
