using System.Globalization;
using Holdfast.Items;
using Holdfast.Slack;

namespace Holdfast.Backfill;

/// <summary>That what was missed in an outage is to be read: one item for each outage, in its workspace's lane. How far it came is its record.</summary>
internal static class BackfillOrder
{
    public const string Kind = "backfill";

    private const string LanePrefix = "backfill/";

    public static string LaneOf(TeamId team) => $"{LanePrefix}{team}";

    /// <summary>Which workspace's it is.</summary>
    public static string TeamOf(LaneItem item) => item.Lane[LanePrefix.Length..];

    /// <summary>
    /// The order, in one commit with its record and the mark at which the next outage begins. Every worker that notices the outage makes one, and by the
    /// moment at which it began they are the same.
    /// </summary>
    public static NewItem ToItem(BackfillProgress progress, TimeProvider time) => new()
    {
        Id = progress.Id,
        Queue = LaneQueue.Backfill,
        Lane = LaneOf(progress.TeamId),
        Kind = Kind,
        Payload = default,
        DedupeKey = string.Create(CultureInfo.InvariantCulture, $"{Kind}:{progress.Team}/{progress.From:O}"),
        Records = [progress.ToRecord(), HearingMark.Of(progress.TeamId, progress.Until)],
    };
}
