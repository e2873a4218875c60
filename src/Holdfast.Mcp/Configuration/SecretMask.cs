namespace Holdfast.Mcp.Configuration;

/// <summary>Takes a server's secrets out of whatever it says: programs print their environment when they fail, and some have a tool for it.</summary>
internal sealed class SecretMask
{
    /// <summary>What is shorter stands in every second text by chance.</summary>
    private const int ShortestSecret = 6;

    private const string Mark = "***";

    private readonly string[] _secrets;

    /// <summary>Takes the secrets.</summary>
    /// <param name="secrets">The secrets; short ones are passed over.</param>
    public SecretMask(IEnumerable<string> secrets) =>
        // The longest first: one may be a part of another.
        _secrets = [.. secrets.Select(secret => secret.Trim()).Where(secret => secret.Length >= ShortestSecret).Distinct(StringComparer.Ordinal).OrderByDescending(secret => secret.Length)];

    /// <summary>The text with a mark in place of each secret.</summary>
    public string Hide(string text)
    {
        foreach (var secret in _secrets)
            text = text.Replace(secret, Mark, StringComparison.Ordinal);
        return text;
    }
}
