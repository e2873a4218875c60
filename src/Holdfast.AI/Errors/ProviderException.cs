namespace Holdfast.AI.Errors;

/// <summary>What a provider answered, for operators: its status, its own words without secrets, and what can be done.</summary>
internal sealed class ProviderException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="error">What it said.</param>
    /// <param name="kind">What that means.</param>
    /// <param name="key">The key, which some providers quote.</param>
    /// <param name="section">The section of the configuration that the provider is set in.</param>
    public ProviderException(ProviderError error, ErrorKind kind, string key, string section = "OpenAI")
        : base($"The AI service answered {error.Status}{(error.Code is { Length: > 0 and <= 64 } code ? $" ({SafeQuote.Of(code, key)})" : "")}: "
            + $"{(error.Said.Length == 0 ? "nothing else" : $"\"{SafeQuote.Of(error.Said, key)}\"")}.{Remedy(kind, section)}") => (Error, Kind) = (error, kind);

    /// <summary>What it said.</summary>
    public ProviderError Error { get; }

    /// <summary>What that means.</summary>
    public ErrorKind Kind { get; }

    /// <summary>What an operator can do: what users read names no settings.</summary>
    private static string Remedy(ErrorKind kind, string section)
    {
        var (key, address) = ($"{section}:ApiKey ({section.ToUpperInvariant()}_API_KEY)", $"{section}:BaseUrl ({section.ToUpperInvariant()}_BASE_URL)");
        return kind switch
        {
            ErrorKind.WrongKey => $" Check {key}, or the key that the model has under Models.",
            ErrorKind.WrongModel => $" Check Agent:Model and {address}.",
            ErrorKind.WrongAddress or ErrorKind.WebPage => $" Check {address}: it must end where the provider says, {(section == "OpenAI" ? "mostly in /v1" : "before /v1/messages")}.",
            ErrorKind.Moved => $" Set {address} to the address it sends to; redirects are not followed, since they would carry the key along.",
            ErrorKind.NoCredit => " Check the account of the key.",
            _ => "",
        };
    }
}
