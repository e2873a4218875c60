using System.Globalization;

namespace Holdfast.Storage;

/// <summary>How many of Slack's messages wait, and whether that is as many as may.</summary>
/// <param name="Waiting">Items that wait in <see cref="Items.LaneQueue.Inbound"/> or are worked on; past <paramref name="Most"/> a store may stop counting.</param>
/// <param name="Most">The most that may.</param>
/// <param name="IsFull">Whether that was reached, and less than a tenth has been worked off since.</param>
/// <param name="Setting">The setting that says how many may, for people.</param>
public sealed record BacklogState(int Waiting, int Most, bool IsFull, string Setting)
{
    /// <summary>What is wrong and what helps, for people.</summary>
    public string Problem =>
        $"the backlog is full: {Figure(Waiting)} messages wait, and {Setting} is {Figure(Most)}. Messages that do not fit are refused, and Slack delivers "
        + $"them again for a while. Resume the agent if it is paused, find out why runs take long, or raise {Setting}";

    private static string Figure(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
