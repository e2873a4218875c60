using Holdfast.Text;

namespace Holdfast.Timers.Times;

/// <summary>A time that was read and cannot be; the message is for whoever wrote it.</summary>
internal sealed class WrongTimeException(string message) : Exception(message)
{
    private const int MaxQuoted = 40;

    /// <summary>What was written, cut: a problem must stay readable.</summary>
    public static string Quote(string written) =>
        written.Length <= MaxQuoted ? written : $"{written.AsSpan(0, TextCut.End(written, MaxQuoted - 1))}…";
}
