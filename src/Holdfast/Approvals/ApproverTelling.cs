namespace Holdfast.Approvals;

/// <summary>How those who may approve are told that something waits for them.</summary>
public enum ApproverTelling
{
    /// <summary>By a mention on the card where they are few and it stands in a channel, else by a direct message each.</summary>
    Auto,

    /// <summary>By a mention on the card.</summary>
    Mention,

    /// <summary>By a direct message each; user groups by a mention on the card.</summary>
    Direct,

    /// <summary>Not at all.</summary>
    Off,
}
