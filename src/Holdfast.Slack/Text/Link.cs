namespace Holdfast.Slack.Text;

/// <summary>A link in words: what is shown, and where it leads when that does not say so.</summary>
internal static class Link
{
    private const int MaxLength = 4_000;

    public static string Of(string address, string? label)
    {
        var target = Bounded(Target(address));
        var shown = Bounded(label ?? "");
        if (shown.Length == 0)
            return target;
        return IsSame(shown, target) ? shown : $"{shown} ({target})";
    }

    /// <summary>Of mail and telephone what one would write down.</summary>
    private static string Target(string address)
    {
        if (!address.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase) && !address.StartsWith("tel:", StringComparison.OrdinalIgnoreCase))
            return address;
        var bare = address[(address.IndexOf(':', StringComparison.Ordinal) + 1)..];
        var query = bare.IndexOf('?', StringComparison.Ordinal);
        return query < 0 ? bare : bare[..query];
    }

    /// <summary>Slack makes a link of <c>example.com</c> that somebody types.</summary>
    private static bool IsSame(string shown, string target)
    {
        var scheme = target.IndexOf("://", StringComparison.Ordinal);
        var bare = scheme < 0 ? target : target[(scheme + 3)..];
        return shown == target || shown.TrimEnd('/') == bare.TrimEnd('/');
    }

    private static string Bounded(string text)
    {
        var line = text.ReplaceLineEndings(" ").Trim();
        return line.Length <= MaxLength ? line : $"{line.AsSpan(0, char.IsHighSurrogate(line[MaxLength - 1]) ? MaxLength - 1 : MaxLength)}…";
    }
}
