namespace Holdfast.Timers.Times;

/// <summary>A time that was read and cannot be; the message is for whoever wrote it.</summary>
internal sealed class WrongTimeException(string message) : Exception(message)
{
    private const int MostQuoted = 40;

    /// <summary>What was written, cut: a problem must stay readable.</summary>
    public static string Quote(string written)
    {
        if (written.Length <= MostQuoted)
            return written;
        var end = char.IsHighSurrogate(written[MostQuoted - 2]) ? MostQuoted - 2 : MostQuoted - 1;
        return $"{written.AsSpan(0, end)}…";
    }
}
