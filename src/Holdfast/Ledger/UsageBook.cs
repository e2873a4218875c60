using Holdfast.Admission;
using Holdfast.Items;
using Holdfast.Text;

namespace Holdfast.Ledger;

/// <summary>Writes the entries of the book.</summary>
/// <param name="time">Says which day it is.</param>
internal sealed class UsageBook(TimeProvider time) : IUsageBook
{
    /// <summary>A model's name is its provider's word; more of it tells no models apart.</summary>
    private const int MaxModel = 100;

    /// <inheritdoc/>
    public StoredRecord? Entry(UsageOf about, UsageAmount what)
    {
        ArgumentNullException.ThrowIfNull(about);
        var key = new UsageKey(UsageRecords.DayOf(time.GetUtcNow()), about.Where.Team.Value, about.User, about.Where.Channel.Value, NameOf(about.Model));
        return UsageRecords.Entries.Store(new UsageEntry(ItemId.New(time), key, what));
    }

    private static string NameOf(string model) => TextCut.Beginning(VisibleText.Of(model), MaxModel).Trim();
}
