using System.Collections.Concurrent;
using Serilog;
using Serilog.Configuration;
using Serilog.Core;
using Serilog.Events;
using Serilog.Parsing;

namespace Holdfast.Hosting.Logs;

/// <summary>
/// Writes on a thread of its own: a reader of the output that stalls must not stall the server. What does not fit meanwhile is dropped, and that is said; a stop
/// does not wait for such a reader.
/// </summary>
internal sealed class QueuedSink : ILogEventSink, IDisposable
{
    private const int Most = 8192;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);
    private static readonly MessageTemplate Dropped = new MessageTemplateParser().Parse("{Lines} lines are missing here: the output was not read in time");

    private readonly BlockingCollection<LogEvent> _waiting = new(Most);
    private readonly Thread _writer;
    private readonly Logger _to;
    private int _dropped;

    public QueuedSink(Action<LoggerSinkConfiguration> to)
    {
        var writing = new LoggerConfiguration().MinimumLevel.Verbose();
        to(writing.WriteTo);
        _to = writing.CreateLogger();
        _writer = new Thread(Write) { IsBackground = true, Name = "Log" };
        _writer.Start();
    }

    public void Emit(LogEvent logEvent)
    {
        if (_waiting.IsAddingCompleted || !_waiting.TryAdd(logEvent))
            Interlocked.Increment(ref _dropped);
    }

    public void Dispose()
    {
        _waiting.CompleteAdding();
        if (!_writer.Join(Patience))
            return;
        _waiting.Dispose();
        _to.Dispose();
    }

    private void Write()
    {
        foreach (var logged in _waiting.GetConsumingEnumerable())
        {
            if (Interlocked.Exchange(ref _dropped, 0) is > 0 and var missing)
                _to.Write(new LogEvent(logged.Timestamp, LogEventLevel.Warning, exception: null, Dropped, [new LogEventProperty("Lines", new ScalarValue(missing))]));
            _to.Write(logged);
        }
    }
}
