namespace Holdfast.AI.OpenAI;

/// <summary>What a provider answered, without its words: a status and, where it is short enough to be one, a code.</summary>
internal sealed class ProviderException(int status, string? code)
    : Exception($"The model provider answered {status}{(code is { Length: <= 64 } ? $" ({code})" : "")}.");
