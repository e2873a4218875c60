namespace Holdfast.Items;

/// <summary>The uses that lanes are put to. The numbers are stored: never renumber, only add.</summary>
public enum LaneQueue
{
    /// <summary>Events from Slack that a run answers. One lane a conversation, in the order of Slack's timestamps.</summary>
    Inbound = 1,

    /// <summary>Planned Slack calls. One lane a conversation, in the order in which they were appended.</summary>
    Outbound = 2,

    /// <summary>
    /// Clicks, submitted views and commands, which people wait for, and what they are told of what was decided elsewhere: handled at once,
    /// whatever conversations are doing. One lane an interaction.
    /// </summary>
    Interactive = 3,

    /// <summary>Commands that run in the background. One lane a job.</summary>
    Jobs = 4,

    /// <summary>
    /// What is to happen at its time, and what people who may have decided about it: one lane a timer or an approval. Of this queue there
    /// may be any number of items, most of them far away; its order is that of time, see <see cref="NewItem.Place"/>.
    /// </summary>
    Scheduled = 5,

    /// <summary>Notifications on their way to places other than Slack.</summary>
    Notifications = 6,

    /// <summary>What operators order: carried out whatever becomes of Slack, one after the other where it concerns the same thing.</summary>
    Orders = 7,

    /// <summary>What was missed in an outage is read from Slack and taken in, a step at a time. One lane a workspace.</summary>
    Backfill = 8,
}
