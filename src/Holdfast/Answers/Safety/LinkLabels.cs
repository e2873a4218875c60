using System.Net;
using System.Text.RegularExpressions;

namespace Holdfast.Answers.Safety;

/// <summary>Whether what a link shows says that it leads to somebody else than it does.</summary>
internal static partial class LinkLabels
{
    private const string Marks = "\\*_~`\u2060";

    /// <summary>The host that is to be shown beside a label, because the label names another one; null when it names none or this one.</summary>
    /// <param name="label">The label, in Markdown.</param>
    /// <param name="address">Where the link leads.</param>
    public static string? HostToShow(string label, Uri address)
    {
        var plain = string.Concat(WebUtility.HtmlDecode(label).Where(static c => !Marks.Contains(c, StringComparison.Ordinal)));
        foreach (var match in Host().EnumerateMatches(plain))
        {
            if (!Leads(plain.Substring(match.Index, match.Length), address))
                return address.IdnHost;
        }

        return null;
    }

    private static bool Leads(string named, Uri address)
    {
        named = string.Concat(named.Select(static c => c is '．' or '。' or '｡' ? '.' : c));
        if (named.StartsWith("www.", StringComparison.OrdinalIgnoreCase))
            named = named[4..];
        return IsWithin(address.IdnHost, named) || IsWithin(address.Host, named);
    }

    private static bool IsWithin(string host, string named) =>
        host.EndsWith(named, StringComparison.OrdinalIgnoreCase) && (host.Length == named.Length || host[^(named.Length + 1)] == '.');

    [GeneratedRegex(@"([\p{L}\p{N}-]+[.．。｡])+\p{L}{2,}", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Host();
}
