using System.Globalization;
using Holdfast.Items;
using Holdfast.Slack;

namespace Holdfast.Backfill;

/// <summary>
/// The record of when Slack could last reach this server, whichever of its workers: what was said later than that, until it is written again, was
/// perhaps missed.
/// </summary>
internal static class HearingMark
{
    private const string Kind = "hearing";

    public static RecordKey KeyOf(TeamId team) => new(Kind, team.Value);

    public static StoredRecord Of(TeamId team, DateTimeOffset at) => KeyOf(team).With(at.ToString("O", CultureInfo.InvariantCulture)) with { Team = team.Value };

    /// <summary>When that was; null before the first time.</summary>
    public static DateTimeOffset? Read(string? value) => DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, out var at) ? at : null;

    /// <summary>
    /// The mark as what is appended. Its name is that of its moment: of workers that write it for the same one the first counts, and one that was
    /// frozen in between does not set it back.
    /// </summary>
    public static NewItem ToItem(TeamId team, DateTimeOffset at, TimeSpan interval, TimeProvider time) => new()
    {
        Id = ItemId.New(time),
        Queue = LaneQueue.Backfill,
        Lane = BackfillOrder.LaneOf(team),
        Kind = Kind,
        Payload = default,
        DedupeKey = string.Create(CultureInfo.InvariantCulture, $"{Kind}:{team}/{at.UtcTicks / interval.Ticks}"),
        Settled = Settlement.Ignored("a mark"),
        Records = [Of(team, at)],
    };
}
