using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Holdfast.Verbs;

/// <summary>
/// Something that an operator can ask or order from a shell. It is done in the server where one runs on the store, and else where it was typed, with the
/// store opened for it; the same class does both, and reads and writes nothing but the store.
/// </summary>
public interface IVerb
{
    /// <summary>Does it.</summary>
    /// <param name="call">What was typed.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="VerbException">It cannot be done, and the message says why in words for whoever typed it.</exception>
    ValueTask<VerbReply> RunAsync(VerbCall call, CancellationToken cancellationToken);
}

/// <summary>What a verb answers.</summary>
/// <param name="Text">For people.</param>
/// <param name="Json">The same for machines.</param>
/// <param name="IsDone">Whether it could be done; else the exit code says so.</param>
public sealed record VerbReply(string Text, string Json, bool IsDone = true)
{
    /// <summary>Where the verb goes on, which is called again with it and may say more; null at its end.</summary>
    public string? Next { get; init; }

    /// <summary>What there is to say meanwhile to whoever waits; null for nothing.</summary>
    public string? Progress { get; init; }

    /// <summary>An answer that is a value in JSON, and a text for people.</summary>
    /// <param name="value">The value.</param>
    /// <param name="contract">How it is written.</param>
    /// <param name="text">For people.</param>
    public static VerbReply Of<T>(T value, JsonTypeInfo<T> contract, string text) => new(text, JsonSerializer.Serialize(value, contract));
}

/// <summary>A verb cannot be done.</summary>
/// <param name="message">Why, and what to do, in words for whoever typed it.</param>
public sealed class VerbException(string message) : Exception(message)
{
    /// <summary>Whether what was typed cannot be meant, whatever is in the store.</summary>
    public bool IsUsage { get; init; }
}
