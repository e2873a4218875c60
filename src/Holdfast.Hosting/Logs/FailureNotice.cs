using System.Globalization;
using Serilog.Core;
using Serilog.Events;

namespace Holdfast.Hosting.Logs;

/// <summary>A log file that cannot be written any more, because its disk is full say, is told of on standard error: once a minute, not for each line.</summary>
/// <param name="key">The setting that names the file.</param>
internal sealed class FailureNotice(string key) : ILoggingFailureListener
{
    private const long Interval = 60_000;

    private long _next = long.MinValue;

    public void OnLoggingFailed(object sender, LoggingFailureKind kind, string message, IReadOnlyCollection<LogEvent>? events, Exception? exception)
    {
        var (now, next) = (Environment.TickCount64, Interlocked.Read(ref _next));
        if (now >= next && Interlocked.CompareExchange(ref _next, now + Interval, next) == next)
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"holdfast: lines are missing from {key}: {exception?.Message ?? message}"));
    }
}
