namespace Holdfast.Workspaces;

/// <summary>Why the server must stop: set by whoever finds out, read by the process for its message and exit code.</summary>
public sealed class StopReason
{
    private volatile string? _message;

    /// <summary>What is wrong and what to do; null while nothing is.</summary>
    public string? Message => _message;

    /// <summary>Sets it; the first one stays.</summary>
    /// <param name="message">What is wrong and what to do.</param>
    public void Set(string message) => Interlocked.CompareExchange(ref _message, message, null);
}
