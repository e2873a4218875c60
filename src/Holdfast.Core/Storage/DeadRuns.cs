namespace Holdfast.Storage;

/// <summary>Runs whose item was given up on.</summary>
public static class DeadRuns
{
    /// <summary>How long the details of such a run are kept: long enough for a person to look into it after a weekend.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromDays(7);
}
