namespace Holdfast.LookUps;

/// <summary>A look-up that cannot be made, or not for the one who asks.</summary>
/// <param name="message">Why, in words for the model.</param>
/// <param name="cause">What lies behind it; null where it was refused here.</param>
internal sealed class LookUpException(string message, Exception? cause = null) : Exception(message, cause);
