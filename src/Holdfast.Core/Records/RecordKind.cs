using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Holdfast.Items;

namespace Holdfast.Records;

/// <summary>How a feature's own type is kept as a record: its name, its JSON, and what it can be found by.</summary>
/// <typeparam name="T">The feature's type.</typeparam>
/// <param name="name">The kind of <see cref="RecordKey"/>. It is stored: never rename it.</param>
/// <param name="contract">
/// How the type is written. It must read what earlier versions have written. Asked for when the first one is read or written: what a server knows of
/// JSON it need not find out before it is ready.
/// </param>
/// <param name="id">Which of its kind one is.</param>
/// <param name="describe">Adds to its record what it can be found by, and when it came to its end.</param>
public sealed class RecordKind<T>(string name, Func<JsonTypeInfo<T>> contract, Func<T, ItemId> id, Func<T, StoredRecord, StoredRecord> describe)
    where T : class
{
    /// <summary>The kind of <see cref="RecordKey"/>.</summary>
    public string Name => name;

    /// <summary>The name of one of them.</summary>
    /// <param name="which">Which.</param>
    public RecordKey KeyOf(ItemId which) => new(name, which);

    /// <summary>One as it is kept.</summary>
    /// <param name="value">The value.</param>
    public StoredRecord Store(T value) => describe(value, KeyOf(id(value)).With(JsonSerializer.Serialize(value, contract())));

    /// <summary>One from what was kept.</summary>
    /// <param name="record">What was kept.</param>
    /// <exception cref="StoreException">It cannot be read: another version wrote it, or another program.</exception>
    public T Read(StoredRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        try
        {
            return JsonSerializer.Deserialize(record.Value ?? "null", contract()) ?? throw new JsonException("There is nothing in it.");
        }
        catch (JsonException e)
        {
            throw new StoreException($"The record \"{record.Key}\" cannot be read. Run the version that wrote it.", isTransient: false, e);
        }
    }
}
