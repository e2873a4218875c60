using System.Globalization;
using Holdfast.Conversations;
using Holdfast.Items;
using Holdfast.Slack;
using Holdfast.Storage;

namespace Holdfast.Home;

/// <summary>
/// Has the home of who has opened it lately published again when there is something new in it that they did not do in it. However much that is, it is published once in a while.
/// </summary>
/// <param name="records">Where is kept who has opened theirs, and up to when all is shown there.</param>
/// <param name="time">The clock.</param>
public sealed class HomeNews(IRecordReader records, TimeProvider time)
{
    /// <summary>The kind of the records. It is stored: never rename it.</summary>
    public const string RecordKind = "home";

    /// <summary>The kind of the items.</summary>
    internal const string ItemKind = "home_news";

    /// <summary>Who has not opened it for so long is not shown what they do not look at.</summary>
    internal static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    /// <summary>What comes within so long is shown together.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <summary>What is being committed while the home is read is not in it, and the clocks of workers differ.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(1);

    /// <summary>Whether somebody has opened their home lately.</summary>
    /// <param name="team">The workspace.</param>
    /// <param name="user">The person.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="StoreException">The storage fails.</exception>
    public async ValueTask<bool> IsOpenedAsync(TeamId team, string user, CancellationToken cancellationToken) =>
        await records.GetValueAsync(KeyOf(team.Value, user), cancellationToken) is not null;

    /// <summary>That there is something new in somebody's home, to be committed with it.</summary>
    /// <param name="team">The workspace.</param>
    /// <param name="user">The person.</param>
    /// <param name="traceParent">The trace it belongs to.</param>
    public NewItem Of(TeamId team, string user, string? traceParent) => new()
    {
        Id = ItemId.New(time),
        Queue = LaneQueue.Interactive,

        // Not the lane of the home itself: there it would hold up whoever opens theirs.
        Lane = $"home-news/{team}/{user}",
        Kind = ItemKind,
        Owner = Owners.Of(team.Value, user),
        Payload = default,
        DueIn = Pause,
        TraceParent = traceParent,
    };

    /// <summary>Whether something new is shown already, or about to be: of many that come together, the first has all of them shown.</summary>
    /// <param name="news">What <see cref="Of"/> made.</param>
    /// <param name="team">The workspace.</param>
    /// <param name="user">The person.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    internal async ValueTask<bool> IsShownAsync(LaneItem news, TeamId team, UserId user, CancellationToken cancellationToken) =>
        await records.GetValueAsync(KeyOf(team.Value, user.Value), cancellationToken) is not { } shown
        || (DateTimeOffset.TryParse(shown, CultureInfo.InvariantCulture, out var at) && at > news.EnqueuedAt + Margin);

    /// <summary>That all that is new up to a moment is shown in somebody's home, or about to be; nothing where they do not look at it any more.</summary>
    /// <param name="team">The workspace.</param>
    /// <param name="user">The person.</param>
    /// <param name="isOpened">Whether they have just opened it.</param>
    /// <param name="at">The moment.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    internal async ValueTask<IReadOnlyList<StoredRecord>> ShownAsync(TeamId team, UserId user, bool isOpened, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var key = KeyOf(team.Value, user.Value);
        var opened = isOpened ? at : (await records.GetRecordAsync(key, cancellationToken))?.EndedAt;
        return opened is null ? [] : [key.With(at.ToString("O", CultureInfo.InvariantCulture)) with { Team = team.Value, User = user.Value, EndedAt = opened }];
    }

    private static RecordKey KeyOf(string team, string user) => new(RecordKind, $"{team}/{user}");
}
