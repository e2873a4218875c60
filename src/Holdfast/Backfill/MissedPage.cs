using Holdfast.Items;

namespace Holdfast.Backfill;

/// <summary>
/// What was found on a page of a channel that is being read. Slack gives the newest page first, and the oldest message is to be taken in first: it is kept
/// until the channel is read to its end. A record for each page, so that none is written again with each page that comes.
/// </summary>
/// <param name="Messages">What was found.</param>
internal sealed record MissedPage(IReadOnlyList<MissedMessage> Messages);
