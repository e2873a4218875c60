namespace Holdfast.Diagnostics;

/// <summary>Why the server must stop: set where it is found out, read by the process for its message and exit code.</summary>
public sealed class StopReason
{
    private readonly Lock _lock = new();

    /// <summary>What is wrong and what to do; null while nothing is.</summary>
    public string? Message { get; private set; }

    /// <summary>Whether it needs fixing by hand; otherwise starting again may help.</summary>
    public bool NeedsPerson { get; private set; }

    /// <summary>Sets it; the first one stays.</summary>
    /// <param name="message">What is wrong and what to do.</param>
    /// <param name="needsPerson">Whether it needs fixing by hand.</param>
    public void Set(string message, bool needsPerson)
    {
        lock (_lock)
        {
            if (Message is null)
                (Message, NeedsPerson) = (message, needsPerson);
        }
    }
}
