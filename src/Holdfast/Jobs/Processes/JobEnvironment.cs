using System.Buffers;
using System.Collections;

namespace Holdfast.Jobs.Processes;

/// <summary>
/// Chooses what a job's command sees of the server's environment. The server's own secrets stand there, and a command can be told
/// by whoever talks to the agent, so this is a list of what is passed on and not of what is withheld.
/// </summary>
public static class JobEnvironment
{
    private static readonly string[] Usual = ["PATH", "HOME", "LANG", "LC_*", "TZ", "TMPDIR", "USER", "SHELL"];

    // Without these, Windows itself does not work.
    private static readonly string[] UsualOnWindows = ["SystemRoot", "SystemDrive", "ComSpec", "PATHEXT", "TEMP", "TMP", "USERPROFILE"];

    // Holdfast's own: never passed on, whatever the operator lists.
    private static readonly string[] Own =
        ["HOLDFAST_*", "SLACK_*", "OPENAI_*", "ANTHROPIC_*", "ConnectionStrings__*", "DATABASE_URL", "REDIS_URL", "PG*", "POSTGRES_*"];

    private static readonly string[] SecretWords =
        ["TOKEN", "SECRET", "KEY", "PASSWORD", "PASSWD", "PASSPHRASE", "CREDENTIAL", "AUTH", "COOKIE", "PRIVATE", "DSN", "CONNECTION"];

    private static readonly SearchValues<string> SlackTokens =
        SearchValues.Create(["xoxb-", "xoxp-", "xoxa-", "xoxe-", "xoxe.", "xoxs-", "xoxc-", "xapp-"], StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// What is passed on: the usual variables (<c>PATH</c>, <c>HOME</c>, <c>LANG</c>, <c>LC_*</c>, <c>TZ</c>, <c>TMPDIR</c>, <c>USER</c>,
    /// <c>SHELL</c>), <c>TERM=dumb</c>, and what is listed.
    /// </summary>
    /// <param name="variables">The server's environment, from <see cref="System.Environment.GetEnvironmentVariables()"/>.</param>
    /// <param name="listed">
    /// Names that the operator lists besides; one that ends in <c>*</c> is a beginning. What looks like a secret, by its name
    /// or as an address with a password in it, must be listed by its full name. Holdfast's own variables, and whatever holds a
    /// token of Slack's, are never passed on.
    /// </param>
    /// <returns>The whole environment for <see cref="ProcessOrder.Environment"/>.</returns>
    public static IReadOnlyDictionary<string, string> Scrub(IDictionary variables, IReadOnlyCollection<string>? listed = null)
    {
        ArgumentNullException.ThrowIfNull(variables);
        var names = new List<string>([.. Usual, .. listed ?? []]);
        if (OperatingSystem.IsWindows())
            names.AddRange(UsualOnWindows);
        var kept = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry variable in variables)
        {
            if (variable is { Key: string name, Value: string value } && names.Exists(pattern => Matches(pattern, name)) && IsHarmless(name, value, listed))
                kept[name] = value;
        }

        // Programs that ask the terminal whether it has colours get the answer no.
        kept["TERM"] = "dumb";
        return kept;
    }

    /// <summary>Whether a variable is Holdfast's own, so that listing it has no effect: for telling an operator who lists it.</summary>
    /// <param name="name">The variable.</param>
    /// <returns>True for one that is never passed on.</returns>
    public static bool IsOwn(string name) => Array.Exists(Own, pattern => Matches(pattern, name));

    private static bool IsHarmless(string name, string value, IReadOnlyCollection<string>? listed)
    {
        if (IsOwn(name) || value.AsSpan().ContainsAny(SlackTokens))
            return false;
        return listed?.Contains(name, StringComparer.Ordinal) == true || !(LooksSecret(name) || HasPassword(value));
    }

    /// <summary>Whether a variable holds a secret, by its name.</summary>
    /// <param name="name">The variable.</param>
    public static bool LooksSecret(string name) =>
        Array.Exists(SecretWords, word => name.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static bool HasPassword(string value) =>
        value.Contains('@', StringComparison.Ordinal) && Uri.TryCreate(value, UriKind.Absolute, out var address) && address.UserInfo.Length > 0;

    // Without regard to case, since Windows has none and a secret must not slip through by it.
    private static bool Matches(string pattern, string name) => pattern is [.. var start, '*']
        ? name.StartsWith(start, StringComparison.OrdinalIgnoreCase)
        : name.Equals(pattern, StringComparison.OrdinalIgnoreCase);
}
