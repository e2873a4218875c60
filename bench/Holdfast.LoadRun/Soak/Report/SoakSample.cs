namespace Holdfast.LoadRun.Soak.Report;

/// <summary>What the server's process holds at one moment, in bytes and counts.</summary>
/// <param name="At">Since the soak began.</param>
/// <param name="Life">Which start of the process it is, from 1.</param>
/// <param name="Resident">Memory.</param>
/// <param name="Handles">Open files and sockets.</param>
/// <param name="Threads">Threads.</param>
/// <param name="Store">The data folder, without the log of the database's writes.</param>
/// <param name="Wal">That log.</param>
/// <param name="Logs">The log's files, with those that were rotated away.</param>
internal sealed record SoakSample(TimeSpan At, int Life, long Resident, int Handles, int Threads, long Store, long Wal, long Logs);
