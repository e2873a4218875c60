namespace Holdfast.Jobs.Processes;

/// <summary>How far a command is.</summary>
/// <param name="Elapsed">How long it has run.</param>
/// <param name="OutputBytes">How much it has written.</param>
/// <param name="LastLine">The last line with something in it, without control characters and of bounded length; empty if there is none.</param>
public readonly record struct ProcessProgress(TimeSpan Elapsed, long OutputBytes, string LastLine)
{
    /// <summary>The numbers alone: output does not belong in a log.</summary>
    /// <returns>A text for logs.</returns>
    public override string ToString() => $"{OutputBytes} bytes after {Elapsed}";
}
