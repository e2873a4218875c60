namespace Holdfast.Simulator.Child;

/// <summary>What the server process is doing.</summary>
public enum ServerPhase
{
    /// <summary>No server was asked for.</summary>
    None,

    /// <summary>It runs.</summary>
    Running,

    /// <summary>It was stopped or killed on request.</summary>
    Stopped,

    /// <summary>It ended by itself.</summary>
    Exited,

    /// <summary>It could not be started.</summary>
    Failed,
}

/// <summary>The server process as the page shows it.</summary>
/// <param name="Phase">What it is doing.</param>
/// <param name="ProcessId">The running process.</param>
/// <param name="ExitCode">The exit code of the latest process that ended.</param>
/// <param name="Starts">How often it was started.</param>
/// <param name="Problem">Why it could not be started.</param>
public sealed record ServerState(ServerPhase Phase, int? ProcessId = null, int? ExitCode = null, int Starts = 0, string? Problem = null);
