namespace Holdfast.Items;

/// <summary>The one exception of the storage boundary. Its message names the cause and the remedy.</summary>
public sealed class StoreException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="message">Cause and remedy, without secrets.</param>
    /// <param name="isTransient">Whether the same operation may succeed later.</param>
    /// <param name="inner">What the driver said.</param>
    public StoreException(string message, bool isTransient, Exception? inner = null)
        : base(message, inner) => IsTransient = isTransient;

    /// <summary>Whether the same operation may succeed later: a full disk can be freed, a damaged file heals by no waiting.</summary>
    public bool IsTransient { get; }
}
