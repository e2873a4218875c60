namespace Holdfast.Simulator.World;

/// <summary>Gives each message a ts of its own: the time in microseconds, never twice, never backwards.</summary>
internal sealed class TsSource(TimeProvider time)
{
    private long _last;

    /// <summary>Not thread-safe by itself: the world calls it under its lock, so that list order is ts order.</summary>
    public string Next()
    {
        var now = (time.GetUtcNow().UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
        _last = Math.Max(now, _last + 1);
        return string.Create(17, _last, static (span, micros) =>
        {
            for (var i = 16; i >= 0; i--)
            {
                if (i == 10)
                {
                    span[i] = '.';
                    continue;
                }

                span[i] = (char)('0' + (micros % 10));
                micros /= 10;
            }
        });
    }

    /// <summary>Ten digits, a point, six digits: anything else is not a ts.</summary>
    public static bool IsTs(string text)
    {
        if (text.Length != 17 || text[10] != '.') return false;
        for (var i = 0; i < 17; i++)
        {
            if (i != 10 && !char.IsAsciiDigit(text[i])) return false;
        }

        return true;
    }
}
