using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Holdfast.Agents;
using Holdfast.Items;
using Holdfast.Storage;

namespace Holdfast.Settings;

/// <summary>How settings are kept.</summary>
public static class SettingsRecords
{
    /// <summary>The kind of what is set.</summary>
    internal const string Kind = "settings";

    private const string RunKind = "run-settings";

    /// <summary>What is set for a person or a channel, whose ids are never alike.</summary>
    /// <param name="records">Where it is kept.</param>
    /// <param name="team">The workspace.</param>
    /// <param name="of">The person or the channel.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="StoreException">The storage fails, or it cannot be read.</exception>
    public static async ValueTask<ChosenSettings> GetSettingsAsync(this IRecordReader records, string team, string of, CancellationToken cancellationToken) =>
        Read(await records.GetValueAsync(KeyOf(team, of), cancellationToken), SettingsJson.Default.ChosenSettings) ?? ChosenSettings.None;

    /// <summary>What a run goes by, as it was when it began.</summary>
    /// <param name="records">Where it is kept.</param>
    /// <param name="run">The run.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="StoreException">The storage fails, or it cannot be read.</exception>
    public static async ValueTask<TurnSettings> GetOfRunAsync(this IRecordReader records, ItemId run, CancellationToken cancellationToken) =>
        Read(await records.GetValueAsync(new RecordKey(RunKind, run), cancellationToken), SettingsJson.Default.TurnSettings) ?? TurnSettings.None;

    /// <summary>Settings as a record.</summary>
    /// <param name="team">The workspace.</param>
    /// <param name="of">The person or the channel.</param>
    /// <param name="settings">What is set.</param>
    public static StoredRecord ToRecord(string team, string of, ChosenSettings settings) =>
        KeyOf(team, of).With(JsonSerializer.Serialize(settings, SettingsJson.Default.ChosenSettings)) with { Team = team, User = of };

    /// <summary>What a run goes by as a record, which is swept with it. Its person's runs are found by it.</summary>
    /// <param name="run">The run.</param>
    /// <param name="team">The workspace.</param>
    /// <param name="user">Who asks.</param>
    /// <param name="settings">What it goes by.</param>
    public static StoredRecord OfRun(ItemId run, string team, string user, TurnSettings settings) =>
        new RecordKey(RunKind, run).With(JsonSerializer.Serialize(settings, SettingsJson.Default.TurnSettings)) with { Team = team, User = user, Run = run };

    /// <summary>The runs of a person that began last, the newest first, as far as they are kept. Those of an immediate agent are not found.</summary>
    /// <param name="records">Where it is kept.</param>
    /// <param name="team">The workspace.</param>
    /// <param name="user">The person.</param>
    /// <param name="limit">The most to return.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="StoreException">The storage fails.</exception>
    public static async ValueTask<IReadOnlyList<ItemId>> GetLatestRunsOfAsync(this IRecordReader records, string team, string user, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(records);
        var found = await records.FindRecordsAsync(new RecordQuery(RunKind) { Team = team, User = user, Order = RecordOrder.Newest }, limit, cancellationToken);
        return [.. found.Select(record => record.Run).OfType<ItemId>()];
    }

    private static RecordKey KeyOf(string team, string of) => new(Kind, $"{team}/{of}");

    private static T? Read<T>(string? value, JsonTypeInfo<T> contract)
        where T : class
    {
        try
        {
            return value is null ? null : JsonSerializer.Deserialize(value, contract);
        }
        catch (JsonException e)
        {
            throw new StoreException("Settings that are kept cannot be read. Run the version that wrote them.", isTransient: false, e);
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ChosenSettings))]
[JsonSerializable(typeof(TurnSettings))]
internal sealed partial class SettingsJson : JsonSerializerContext;
