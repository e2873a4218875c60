namespace Holdfast.Jobs.Processes;

/// <summary>How a command ended.</summary>
public enum ProcessEnd
{
    /// <summary>By itself.</summary>
    Exited,

    /// <summary>It ran longer than <see cref="ProcessOrder.Timeout"/> and was ended.</summary>
    TimedOut,

    /// <summary>It wrote more than <see cref="ProcessOrder.HardOutputBytes"/> and was ended.</summary>
    TooMuchOutput,

    /// <summary>It was cancelled.</summary>
    Cancelled,

    /// <summary>It could not be started; <see cref="ProcessResult.Output"/> says why.</summary>
    NotStarted,
}

/// <summary>What became of a command.</summary>
/// <param name="End">How it ended.</param>
/// <param name="ExitCode">Its exit code; null unless it ended by itself. 128 and more is 128 and the signal that ended it.</param>
/// <param name="Output">What it wrote to both of its outputs, in the order of arrival, without control characters.</param>
/// <param name="OutputBytes">How much it wrote.</param>
/// <param name="IsOutputCut">Whether <paramref name="Output"/> lacks a part.</param>
/// <param name="Duration">How long it took until nothing of it was left.</param>
public sealed record ProcessResult(ProcessEnd End, int? ExitCode, string Output, long OutputBytes, bool IsOutputCut, TimeSpan Duration)
{
    /// <summary>The end alone: output does not belong in a log.</summary>
    /// <returns>A text for logs.</returns>
    public override string ToString() => ExitCode is { } code ? $"{End} {code}" : End.ToString();
}
