using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Items;
using Holdfast.Storage;

namespace Holdfast.Assistant;

/// <summary>What somebody has before them beside their chat with the app, as Slack told it last. One record for each person.</summary>
public sealed record Beside
{
    /// <summary>The kind of the record.</summary>
    public const string Kind = "beside";

    /// <summary>What nobody has told of for so long counts no more, and is swept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    /// <summary>The chat that was opened last; null where there are no chats of their own.</summary>
    public string? Thread { get; init; }

    /// <summary>The id of the channel that they look at; null when it is none that Slack names.</summary>
    public string? Channel { get; init; }

    /// <summary>When that was, by Slack: in seconds since 1970-01-01 UTC.</summary>
    public double At { get; init; }

    /// <summary>What somebody has before them; null when nothing is known of it.</summary>
    /// <param name="records">Where it is kept.</param>
    /// <param name="team">The workspace.</param>
    /// <param name="user">The person.</param>
    /// <param name="now">The present.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="StoreException">The storage fails.</exception>
    public static async ValueTask<Beside?> FindAsync(IRecordReader records, string team, string user, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(records);
        var record = await records.GetRecordAsync(KeyOf(team, user), cancellationToken);
        return record?.Value is { } value && now - record.EndedAt < Kept ? JsonSerializer.Deserialize(value, BesideJson.Default.Beside) : null;
    }

    /// <summary>As a record.</summary>
    /// <param name="team">The workspace.</param>
    /// <param name="user">The person.</param>
    /// <param name="now">The present.</param>
    public StoredRecord ToRecord(string team, string user, DateTimeOffset now) =>
        KeyOf(team, user).With(JsonSerializer.Serialize(this, BesideJson.Default.Beside)) with { Team = team, User = user, EndedAt = now };

    private static RecordKey KeyOf(string team, string user) => new(Kind, $"{team}/{user}");
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Beside))]
internal sealed partial class BesideJson : JsonSerializerContext;
