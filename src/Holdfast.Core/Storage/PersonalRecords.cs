using Holdfast.Items;

namespace Holdfast.Storage;

/// <summary>A kind of records that are a person's own, by <see cref="StoredRecord.User"/>: the person is shown them, and they go when the person is forgotten. Registered by the feature.</summary>
/// <param name="Kind">Their kind.</param>
public sealed record PersonalRecords(string Kind)
{
    /// <summary>Whether those that are open stay, since somebody is at work on them. Default: false.</summary>
    public bool OnlyEnded { get; init; }

    /// <summary>Whether the feature itself takes the person out of them, and keeps the rest; see <see cref="ForgettingItem"/>. Default: false.</summary>
    public bool AreKept { get; init; }
}

/// <summary>What a feature has made of what somebody said, and keeps by something else than the person. Registered by the feature.</summary>
/// <param name="Of">The records that were made of a turn.</param>
public sealed record MadeOfWords(Func<SaidTurn, IEnumerable<RecordKey>> Of);

/// <summary>What a feature does besides when a person is forgotten, in a lane of its own. Registered by the feature.</summary>
/// <param name="Of">The item that has it done, by the person's id.</param>
public sealed record ForgettingItem(Func<string, NewItem> Of);
