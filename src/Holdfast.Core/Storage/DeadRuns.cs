namespace Holdfast.Storage;

/// <summary>Runs whose item was given up on.</summary>
public static class DeadRuns
{
    /// <summary>How long the details of such a run are kept: long enough for a person to look into it after a weekend.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromDays(7);

    /// <summary>
    /// How long a run is kept at least whose dead letter was replayed: it may wait that long for its turn, as behind a pause. A run that is
    /// gone by then would do again what it had done.
    /// </summary>
    public static readonly TimeSpan ReplayRetention = TimeSpan.FromDays(30);
}
