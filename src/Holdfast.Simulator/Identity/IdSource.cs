using System.Globalization;

namespace Holdfast.Simulator.Identity;

/// <summary>Hands out ids of Slack's shapes; the same seed and clock give the same ids, so a failing run can be replayed.</summary>
internal sealed class IdSource(int seed, DateTimeOffset start)
{
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    // A bot remembers the event ids it has seen, and may outlive a simulator: the next one must not hand out the same again.
    private readonly long _salt = (start.ToUnixTimeMilliseconds() ^ (seed * 40503L)) & 0xFFFFFF;
    private long _next;

    public Guid Uuid()
    {
        var n = Interlocked.Increment(ref _next);
        var mixed = unchecked((ulong)(n + (_salt << 32)) * 0x9E3779B97F4A7C15UL);
        return new Guid((int)mixed, (short)(mixed >> 32), (short)(0x4000 | (_salt & 0xFFF)), 0x8F,
            (byte)(mixed >> 48), (byte)(n >> 40), (byte)(n >> 32), (byte)(n >> 24), (byte)(n >> 16), (byte)(n >> 8), (byte)n);
    }

    /// <summary>Such as <c>Ev08K2M9ZQX1</c>.</summary>
    public string Prefixed(string prefix, int digits = 9)
    {
        var n = (ulong)(_salt << 22) + (ulong)Interlocked.Increment(ref _next);
        return string.Create(prefix.Length + digits, (prefix, n), static (span, state) =>
        {
            state.prefix.CopyTo(span);
            var rest = state.n;
            for (var i = span.Length - 1; i >= state.prefix.Length; i--)
            {
                span[i] = Alphabet[(int)(rest % 36)];
                rest /= 36;
            }
        });
    }

    /// <summary>Three parts as Slack's trigger ids have: two numbers and a hexadecimal tail.</summary>
    public string TriggerId()
    {
        var uuid = Uuid().ToString("N");
        return string.Create(CultureInfo.InvariantCulture, $"{Interlocked.Increment(ref _next)}.{_salt + 1000}.{uuid}");
    }
}
