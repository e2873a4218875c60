namespace Holdfast.Http.Fetching;

/// <summary>An address that could not be fetched.</summary>
/// <param name="message">Why, in words that a model and people may read: a sentence that names no address and no host.</param>
/// <param name="cause">What lies behind it; null where it was refused here.</param>
public sealed class FetchException(string message, Exception? cause = null) : Exception(message, cause);
