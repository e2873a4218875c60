namespace Holdfast.Redis.Rates;

/// <summary>What a window says to a call: what the headers <c>RateLimit-*</c> and <c>Retry-After</c> need.</summary>
/// <param name="Calls">The calls in it so far, this one and those that were refused included.</param>
/// <param name="Limit">Calls that a window allows.</param>
/// <param name="Reset">When the window ends, from now.</param>
public sealed record RateWindow(long Calls, int Limit, TimeSpan Reset)
{
    /// <summary>Whether it is allowed.</summary>
    public bool IsAllowed => Calls <= Limit;

    /// <summary>Whether it is the first of the window that is not: the one to write down, where thousands may follow.</summary>
    public bool IsFirstRefused => Calls == Limit + 1L;

    /// <summary>What is left of the limit.</summary>
    public int Remaining => (int)Math.Max(Limit - Calls, 0);
}
