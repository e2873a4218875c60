namespace Holdfast.AI.OpenAI;

/// <summary>What a provider answered, without its words: a status and, where it is short enough to be one, a code.</summary>
internal sealed class ProviderException(int status, string? code)
    : Exception($"The AI service answered {status}{(code is { Length: <= 64 } ? $" ({code})" : "")}.{Remedy(status)}")
{
    /// <summary>What an operator can do: what users read names no settings.</summary>
    private static string Remedy(int status) => status switch
    {
        401 or 403 => " Check OpenAI:ApiKey (OPENAI_API_KEY).",
        404 => " Check Agent:Model and OpenAI:BaseUrl (OPENAI_BASE_URL).",
        _ => "",
    };
}
