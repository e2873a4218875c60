namespace Holdfast.Conversations;

/// <summary>The one exception of the memory boundary. Its message names the cause and what to check, without secrets or what people wrote.</summary>
public sealed class MemoryException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="message">Cause and remedy.</param>
    /// <param name="isTransient">Whether the same operation may succeed later.</param>
    /// <param name="inner">What the memory's client said.</param>
    public MemoryException(string message, bool isTransient, Exception? inner = null)
        : base(message, inner) => IsTransient = isTransient;

    /// <summary>Whether the same operation may succeed later: a server comes back, a key that is no conversation stays none.</summary>
    public bool IsTransient { get; }

    /// <summary>
    /// Whether another worker has taken the conversation over meanwhile, so that there is nothing wrong with memory: what this one says
    /// is not kept anywhere.
    /// </summary>
    public bool IsOvertaken { get; init; }
}
