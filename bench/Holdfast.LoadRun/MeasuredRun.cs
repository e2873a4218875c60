using Holdfast.Simulator.Load;

namespace Holdfast.LoadRun;

/// <summary>What came of one load.</summary>
/// <param name="Report">What users would have noticed.</param>
/// <param name="Workers">Processor time of the bot's processes.</param>
/// <param name="Database">Processor time of all processes of the database's server; null without one on this machine.</param>
/// <param name="Simulator">Processor time of the simulator and the load generator.</param>
/// <param name="Resident">Memory of the bot's processes, in bytes.</param>
internal sealed record MeasuredRun(LoadReport Report, TimeSpan Workers, TimeSpan? Database, TimeSpan Simulator, long Resident)
{
    /// <summary>The database's dearest statements, a line each.</summary>
    public IReadOnlyList<string> Statements { get; init; } = [];

    public override string ToString() =>
        $"{Report}; CPU {PerEvent(Workers):F3} ms an event"
        + (Database is { } database ? $" and {PerEvent(database):F3} in the database" : "")
        + $" (simulator {PerEvent(Simulator):F3}), RSS {Resident / 1_000_000} MB"
        + string.Concat(Statements.Select(static statement => $"{Environment.NewLine}    {statement}"));

    /// <summary>Milliseconds.</summary>
    public double PerEvent(TimeSpan time) => time.TotalMilliseconds / Report.Events;
}
