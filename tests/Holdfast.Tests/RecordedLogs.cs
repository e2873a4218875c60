using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Holdfast.Tests;

/// <summary>Keeps what was logged, of every level.</summary>
internal sealed class RecordedLogs<T> : ILogger<T>
{
    public ConcurrentQueue<(LogLevel Level, string Text, Exception? Error)> Lines { get; } = [];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Enqueue((logLevel, formatter(state, exception), exception));
}
