namespace Holdfast.Storage;

/// <summary>What is known of waits that a wall clock has written down, and that another reads: it may have been set in between.</summary>
public static class Waits
{
    /// <summary>
    /// More than any wait but one that Slack, a model or a webhook asked for; whoever comes back early from that is told so again. An end
    /// that is further away was written by a clock that has been set back since, and the item is due.
    /// </summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);
}
