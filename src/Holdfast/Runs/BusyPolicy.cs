namespace Holdfast.Runs;

/// <summary>What happens to a message that comes while a run of its conversation is under way.</summary>
public enum BusyPolicy
{
    /// <summary>It waits its turn and is answered by a run of its own.</summary>
    Queue = 1,

    /// <summary>It waits, and all that wait are answered together by the next run.</summary>
    Merge = 2,

    /// <summary>It is not answered, and its writer reads so at once.</summary>
    Refuse = 3,
}
