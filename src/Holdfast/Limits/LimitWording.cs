using Holdfast.Text;

namespace Holdfast.Limits;

/// <summary>What people read who have used up what they may. Mrkdwn; moments are shown in the reader's own time zone.</summary>
internal static class LimitWording
{
    /// <summary>Which limit, and when there is something again.</summary>
    /// <param name="limit">The limit.</param>
    /// <param name="thing">What of it is used up.</param>
    /// <param name="isOfAll">Whether everybody has used it up together.</param>
    /// <param name="renews">When the next day begins.</param>
    public static string Reached(Limit limit, LimitedThing thing, bool isOfAll, DateTimeOffset renews)
    {
        var what = thing switch
        {
            LimitedThing.Messages => Quantities.Count(limit.Messages!.Value, "message"),
            LimitedThing.Tokens => Quantities.Count(limit.Tokens!.Value, "token"),
            _ => Quantities.Cost(limit.CostMicros!.Value),
        };
        return $"{(isOfAll ? "Everybody here together has" : "You have")} used up the {what} that I may spend in a day, so I didn't answer this. Please ask again after {SlackDate.Relative(renews)}.";
    }

    /// <summary>The same for receipts and counters.</summary>
    public static string Reason(LimitedThing thing, bool isOfAll) => (thing, isOfAll) switch
    {
        (LimitedThing.Messages, false) => "limit of messages",
        (LimitedThing.Tokens, false) => "limit of tokens",
        (LimitedThing.Cost, false) => "limit of cost",
        (LimitedThing.Messages, true) => "limit of the workspace's messages",
        (LimitedThing.Tokens, true) => "limit of the workspace's tokens",
        _ => "limit of the workspace's cost",
    };
}
