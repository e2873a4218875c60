using System.Diagnostics;

namespace Holdfast.LoadRun;

/// <summary>What a process has used so far.</summary>
/// <param name="Cpu">Processor time, of all its threads.</param>
/// <param name="Resident">Memory in use, in bytes.</param>
internal sealed record ProcessUsage(TimeSpan Cpu, long Resident)
{
    public static ProcessUsage Of(IReadOnlyList<Process> processes) =>
        processes.Select(Of).Aggregate((one, other) => new ProcessUsage(one.Cpu + other.Cpu, one.Resident + other.Resident));

    public static ProcessUsage Of(Process process)
    {
        process.Refresh();
        return new(process.TotalProcessorTime, process.WorkingSet64);
    }
}
