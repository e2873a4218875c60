namespace Holdfast.Redis.Connections;

/// <summary>Redis did not do what it was asked. The message names the server without secrets, the cause, and what to check.</summary>
/// <param name="message">All of that.</param>
/// <param name="isTransient">Whether the same operation may succeed later.</param>
/// <param name="inner">What the client said; null when that may quote what was written.</param>
public sealed class RedisUnavailableException(string message, bool isTransient, Exception? inner) : Exception(message, inner)
{
    /// <summary>Whether the same operation may succeed later.</summary>
    public bool IsTransient => isTransient;

    /// <summary>Whether it is no use to wait: somebody must change a password, a certificate, an address or rights.</summary>
    public bool NeedsPerson { get; init; }
}
