namespace Holdfast.Records;

/// <summary>How a run stands. The numbers are stored: never renumber, only add.</summary>
public enum RunStatus
{
    /// <summary>Under way, or to be resumed after a crash.</summary>
    Running = 1,

    /// <summary>Ended with an answer.</summary>
    Completed = 2,

    /// <summary>Ended with a failure that the user was told of.</summary>
    Failed = 3,

    /// <summary>Ended by its time-out; the user was told.</summary>
    TimedOut = 4,

    /// <summary>Ended because somebody stopped it; what it had done was kept.</summary>
    Stopped = 5,

    /// <summary>Waits for a decision about something it wants to do; its lane is free meanwhile.</summary>
    Waiting = 6,
}
