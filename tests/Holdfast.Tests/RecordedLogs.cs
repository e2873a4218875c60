using System.Collections.Concurrent;
using Holdfast.Testing;
using Microsoft.Extensions.Logging;

namespace Holdfast.Tests;

/// <summary>Keeps what was logged, of every level.</summary>
internal sealed class RecordedLogs<T> : ILogger<T>
{
    public ConcurrentQueue<(LogLevel Level, string Text, Exception? Error)> Lines { get; } = [];

    /// <summary>How many there are.</summary>
    public Counted Written { get; } = new("lines of the log");

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Add(logLevel, formatter(state, exception), exception);

    private void Add(LogLevel level, string text, Exception? error)
    {
        Lines.Enqueue((level, text, error));
        Written.Happened();
    }
}
