using System.Globalization;

namespace Holdfast.Simulator.Calls;

/// <summary>
/// The tokens that go along with messages to an app that may search, and by which it searches on behalf of whoever wrote them, for some minutes.
/// https://docs.slack.dev/apis/web-api/real-time-search-api
/// </summary>
public sealed class ActionTokens
{
    /// <summary>The scope of an app that is given any.</summary>
    internal const string Scope = "search:read.public";

    private const string End = "simulated-search";

    private readonly AppTokens _tokens;
    private readonly TimeProvider _time;
    private long _issued;
    private long _expired;

    internal ActionTokens(AppTokens tokens, TimeProvider time) => (_tokens, _time) = (tokens, time);

    /// <summary>How long one is taken. Default 5 minutes.</summary>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Makes all that were issued worthless, as time does.</summary>
    public void ExpireAll() => Interlocked.Exchange(ref _expired, Interlocked.Read(ref _issued));

    /// <summary>One for what a person wrote; null where the app may not search.</summary>
    internal string? Issue(string user) => _tokens.Has(Scope)
        ? string.Create(CultureInfo.InvariantCulture, $"{Interlocked.Increment(ref _issued)}.{user}.{_time.GetUtcNow().ToUnixTimeSeconds()}.{End}")
        : null;

    /// <summary>On whose behalf a token lets the app search; null for none that is taken.</summary>
    internal string? UserOf(string? token) =>
        token?.Split('.') is [var number, var user, var at, End]
        && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var issued) && issued > Interlocked.Read(ref _expired)
        && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && _time.GetUtcNow() < DateTimeOffset.FromUnixTimeSeconds(seconds) + Lifetime
            ? user
            : null;
}
