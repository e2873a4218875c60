namespace Holdfast.Timers.Times;

/// <summary>A time that was read and cannot be; the message is for whoever wrote it.</summary>
internal sealed class WrongTimeException(string message) : Exception(message)
{
    private const int MaxQuoted = 40;

    /// <summary>What was written, cut: a problem must stay readable.</summary>
    public static string Quote(string written)
    {
        if (written.Length <= MaxQuoted)
            return written;
        var end = char.IsHighSurrogate(written[MaxQuoted - 2]) ? MaxQuoted - 2 : MaxQuoted - 1;
        return $"{written.AsSpan(0, end)}…";
    }
}
