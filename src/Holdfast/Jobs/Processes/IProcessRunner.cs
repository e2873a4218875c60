namespace Holdfast.Jobs.Processes;

/// <summary>Runs external commands within bounds of time, output and memory, and leaves nothing of them behind.</summary>
public interface IProcessRunner
{
    /// <summary>
    /// Runs a command to its end, with an empty input. However it ends, none of its processes is left when the task completes: they are
    /// found by their session, by their parents and by <see cref="ProcessOrder.Marker"/> in their environment.
    /// </summary>
    /// <param name="order">The command.</param>
    /// <param name="progress">Called when there is new output, at once and then at most every second; must be short.</param>
    /// <param name="cancellationToken">Ends the command; this is a result, not an exception.</param>
    /// <returns>What became of it. A command that cannot be started is a result as well.</returns>
    /// <exception cref="ArgumentException">The order's bounds make no sense.</exception>
    Task<ProcessResult> RunAsync(ProcessOrder order, Action<ProcessProgress>? progress, CancellationToken cancellationToken);

    /// <summary>Kills what a job left running, after a crash of the server ended its supervision.</summary>
    /// <param name="id">The job's id.</param>
    /// <returns>How many processes were killed, which are gone a moment later; always 0 where the system does not show the environment of processes (see the implementation).</returns>
    int KillLeftovers(string id);
}
