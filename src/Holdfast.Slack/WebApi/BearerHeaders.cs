using System.Collections.Concurrent;

namespace Holdfast.Slack.WebApi;

/// <summary>
/// The Authorization headers of tokens in use, so that a call does not make its own anew: one for each workspace that is called. Tokens are
/// replaced in time, so what is kept is bounded, and begins again when there are more than any server has workspaces at work.
/// </summary>
internal sealed class BearerHeaders
{
    private const int MaxKept = 4_096;

    private readonly ConcurrentDictionary<string, string> _headers = new(StringComparer.Ordinal);

    /// <summary>The header of a token.</summary>
    /// <exception cref="ArgumentException">The token cannot be sent.</exception>
    public string Of(string token)
    {
        if (!string.IsNullOrEmpty(token) && _headers.TryGetValue(token, out var known))
            return known;
        SlackToken.Check(token, nameof(token));
        if (_headers.Count >= MaxKept)
            _headers.Clear();
        return _headers.GetOrAdd(token, static made => "Bearer " + made);
    }
}
