using Holdfast.Simulator.Identity;

namespace Holdfast.Simulator.Interactivity;

/// <summary>What a <c>response_url</c> may speak to.</summary>
/// <param name="Token">The last part of its path.</param>
/// <param name="User">Who did something; ephemeral answers go to them.</param>
/// <param name="Channel">Where.</param>
/// <param name="At">When it was given out.</param>
internal sealed record ResponseUrl(string Token, string User, string Channel, DateTimeOffset At)
{
    /// <summary>The message in which something was clicked: what <c>replace_original</c> and <c>delete_original</c> act on.</summary>
    public string? MessageTs { get; init; }

    public int Uses { get; set; }
}

/// <summary>Gives out response_urls: five uses within thirty minutes, whatever the bot may otherwise post. Guarded by the world's lock.</summary>
internal sealed class ResponseUrls(SimulatorAddress address, TimeProvider time, IdSource ids)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(30);
    private const int MaxUses = 5;
    private const int MaxRemembered = 10_000;

    private readonly Dictionary<string, ResponseUrl> _known = [];
    private readonly Queue<string> _oldestFirst = new();

    public Uri Issue(string user, string channel, string? messageTs)
    {
        var url = new ResponseUrl(ids.Uuid().ToString("N"), user, channel, time.GetUtcNow()) { MessageTs = messageTs };
        _known.Add(url.Token, url);
        _oldestFirst.Enqueue(url.Token);
        if (_oldestFirst.Count > MaxRemembered) _known.Remove(_oldestFirst.Dequeue());
        return new Uri(address.Base, "response/" + url.Token);
    }

    /// <summary>An error code, or null with the url; whoever succeeds with it then counts the use.</summary>
    public string? Check(string token, out ResponseUrl? url)
    {
        if (!_known.TryGetValue(token, out url)) return "invalid_url";
        if (time.GetUtcNow() - url.At > Lifetime) return "expired_url";
        return url.Uses >= MaxUses ? "used_url" : null;
    }
}
