using Holdfast.Items;
using Holdfast.Storage;

namespace Holdfast.Inbound;

/// <summary>
/// The tokens by which Slack lets the workspace be searched on behalf of whoever wrote a message. Each is kept beside its message and not in it, so that it is gone
/// an hour later, whatever becomes of the message; Slack takes it for some minutes only. It is never shown and never logged.
/// </summary>
public static class SearchTokens
{
    /// <summary>The kind of the records. It is stored: never rename it.</summary>
    public const string RecordKind = "search_token";

    /// <summary>How long one is kept.</summary>
    internal static readonly TimeSpan Retention = TimeSpan.FromHours(1);

    /// <summary>The token of a message, to be kept by the commit that keeps the message.</summary>
    /// <param name="message">The message's item, by whose id its run goes as well.</param>
    /// <param name="team">The workspace.</param>
    /// <param name="user">Whose it is.</param>
    /// <param name="token">The token.</param>
    /// <param name="now">The time.</param>
    internal static StoredRecord Of(ItemId message, string team, string user, string token, DateTimeOffset now) =>
        KeyOf(message).With(token) with { Team = team, User = user, EndedAt = now };

    /// <summary>The token of the message that a run answers; null where it brought none, or long ago.</summary>
    /// <param name="records">Where it is kept.</param>
    /// <param name="run">The run.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static ValueTask<string?> FindAsync(IRecordReader records, ItemId run, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(records);
        return records.GetValueAsync(KeyOf(run), cancellationToken);
    }

    private static RecordKey KeyOf(ItemId message) => new(RecordKind, message);
}
