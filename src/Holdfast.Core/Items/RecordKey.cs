namespace Holdfast.Items;

/// <summary>Names a record.</summary>
/// <param name="Kind">What it is: a feature's own word, such as <c>timer</c>. Unlike any other feature's.</param>
/// <param name="Name">Which of its kind: an id, or what the feature finds it by.</param>
public readonly record struct RecordKey(string Kind, string Name)
{
    /// <summary>Names a record by an id.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="id">Which of its kind.</param>
    public RecordKey(string kind, ItemId id)
        : this(kind, id.ToString())
    {
    }

    /// <summary>The record with that value, which replaces what was kept of it.</summary>
    /// <param name="value">Its value; null to remove it.</param>
    public StoredRecord With(string? value) => new() { Key = this, Value = value };

    /// <inheritdoc/>
    public override string ToString() => $"{Kind} {Name}";
}
