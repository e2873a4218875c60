namespace Holdfast.AI.Errors;

/// <summary>What a provider said in place of an answer, however it said it.</summary>
/// <param name="Status">The HTTP status, or the one that stands in the error where a stream had begun with 200.</param>
/// <param name="Code">Its code, which is what programs go by; null when it has none.</param>
/// <param name="Said">All words of it in a row: messages, types, the names of parameters. Never what it quotes of the request.</param>
internal sealed record ProviderError(int Status, string? Code, string Said)
{
    /// <summary>How long it asks to wait; null when it does not.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether it is a web page.</summary>
    public bool IsPage { get; init; }

    /// <summary>Code and words, for looking in.</summary>
    public string Words => field ??= $"{Code} {Said}";
}
