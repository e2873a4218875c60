namespace Holdfast.Storage;

/// <summary>What a commit did.</summary>
public enum CommitResult
{
    /// <summary>All of the transition is durable.</summary>
    Committed = 1,

    /// <summary>The claim was no longer the lane's latest; nothing of the transition was kept.</summary>
    LostLease = 2,
}
