using System.Collections.Frozen;

namespace Holdfast.Slack;

/// <summary>
/// What an error code means for the caller. Slack's codes are those of https://docs.slack.dev/apis/web-api and of each
/// method's page; a code that is not listed is permanent, because repeating a refused request changes nothing.
/// </summary>
public static class SlackErrors
{
    /// <summary>Ours: no answer within the time limit.</summary>
    public const string Timeout = "timeout";

    /// <summary>Ours: the connection failed or broke.</summary>
    public const string Network = "network";

    /// <summary>Ours: the host has not answered lately, so the request was not sent; <see cref="SlackException.RetryAfter"/> says when to try again.</summary>
    public const string HostUnavailable = "host_unavailable";

    /// <summary>Ours: an answer that is not Slack's JSON: a proxy's page, a cut-off or an oversized body, a refusal without one of Slack's codes.</summary>
    public const string InvalidResponse = "invalid_response";

    /// <summary>Ours: an address out of a payload that is not Slack's; nothing was sent there.</summary>
    public const string UntrustedAddress = "untrusted_address";

    /// <summary>Ours: Slack's sign-in page came in place of a file, as it does for a token without <c>files:read</c>.</summary>
    public const string SignInPage = "sign_in_page";

    /// <summary>Ours: more bytes came than were to be taken.</summary>
    public const string TooLarge = "too_large";

    /// <summary>Slack: too many requests; <see cref="SlackException.RetryAfter"/> says how long to wait.</summary>
    public const string RateLimited = "ratelimited";

    /// <summary>Slack: the token lacks a scope; see <see cref="SlackException.Needed"/>.</summary>
    public const string MissingScope = "missing_scope";

    private static readonly FrozenSet<string> Transient = FrozenSet.ToFrozenSet(
    [
        Timeout, Network, HostUnavailable, InvalidResponse,
        RateLimited, "rate_limited", "internal_error", "fatal_error", "service_unavailable", "server_error",
        "request_timeout", "team_added_to_org", "org_login_required", "external_channel_migrating", "update_failed",
        "list_record_comment_fetch_failed",
    ]);

    // Slack's own words for these: "It's possible some aspect of the operation succeeded before the error was raised."
    private static readonly FrozenSet<string> OutcomeUnknown = FrozenSet.ToFrozenSet(
    [
        InvalidResponse, "internal_error", "fatal_error", "service_unavailable", "server_error", "update_failed",
    ]);

    private static readonly FrozenSet<string> AuthFailure = FrozenSet.ToFrozenSet(
    [
        "invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "not_allowed_token_type",
        "team_disabled", "user_removed_from_team", "invalid_token", "team_access_not_granted",
    ]);

    /// <summary>Whether the same request may succeed later.</summary>
    /// <param name="error">Slack's code or one of ours, including <c>http_503</c> and its like.</param>
    /// <returns>True for a failure that passes.</returns>
    public static bool IsTransient(string error) => Transient.Contains(error) || (TryGetHttpStatus(error) is { } status && IsTransientStatus(status));

    /// <summary>Whether the request may have been performed although it failed.</summary>
    /// <param name="error">Slack's code or one of ours; for time-outs and network failures it depends on the moment, so they are not in the table.</param>
    /// <returns>True when the outcome has to be looked up before a repetition.</returns>
    public static bool IsOutcomeUnknown(string error) =>
        OutcomeUnknown.Contains(error) || (TryGetHttpStatus(error) is { } status && IsUnknownStatus(status));

    /// <summary>Whether the token is the reason: no repetition helps until it is replaced.</summary>
    /// <param name="error">Slack's code.</param>
    /// <returns>True for a token that is missing, wrong, revoked or expired.</returns>
    public static bool IsAuthFailure(string error) => AuthFailure.Contains(error);

    /// <summary>Whether there were too many requests: Slack has two codes for it.</summary>
    /// <param name="error">Slack's code.</param>
    /// <returns>True where the same request may be made after a wait.</returns>
    public static bool IsRateLimited(string error) => error is RateLimited or "rate_limited";

    /// <summary>Whether the code is Slack's own word, and not ours for an answer that was none of Slack's or for none at all.</summary>
    /// <param name="error">Slack's code or one of ours.</param>
    /// <returns>True for what Slack itself said.</returns>
    public static bool IsSlacksWord(string error) =>
        error is not (Timeout or Network or HostUnavailable or InvalidResponse or UntrustedAddress or SignInPage or TooLarge) && TryGetHttpStatus(error) is null;

    internal static string ForStatus(int status) => status == 429 ? RateLimited : $"http_{status}";

    // A status without Slack's JSON is the word of a proxy, a firewall or a network that asks to sign in, and says nothing about the
    // request: Slack refuses with 200 and a code. Only that a request is too large for somebody on the way stays so.
    private static bool IsTransientStatus(int status) => !IsTooLarge(status);

    // These say that the request was not taken; a redirect says so as well.
    private static bool IsUnknownStatus(int status) => status >= 400 && status is not (407 or 408 or 425 or 429) && !IsTooLarge(status);

    private static bool IsTooLarge(int status) => status is 413 or 414 or 431;

    private static int? TryGetHttpStatus(string error) =>
        error.StartsWith("http_", StringComparison.Ordinal) && int.TryParse(error.AsSpan(5), out var status) ? status : null;
}
