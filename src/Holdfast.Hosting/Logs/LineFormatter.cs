using System.Globalization;
using Serilog.Events;
using Serilog.Formatting;

namespace Holdfast.Hosting.Logs;

/// <summary>A line an event, in UTC, as .NET's own console log writes it: journals and scripts that read it go on as they are.</summary>
internal sealed class LineFormatter : ITextFormatter
{
    public void Format(LogEvent logEvent, TextWriter output)
    {
        output.Write(string.Create(CultureInfo.InvariantCulture, $"{logEvent.Timestamp.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ} {Level(logEvent.Level)}: {LineText.CategoryOf(logEvent)}[{LineText.EventIdOf(logEvent)}] "));
        output.Write(LineText.Of(logEvent));
        if (logEvent.Exception is { } error)
            output.Write($" {LineText.InOneLine(error.ToString())}");
        output.Write('\n');
    }

    private static string Level(LogEventLevel level) => level switch
    {
        LogEventLevel.Verbose => "trce",
        LogEventLevel.Debug => "dbug",
        LogEventLevel.Information => "info",
        LogEventLevel.Warning => "warn",
        LogEventLevel.Error => "fail",
        _ => "crit",
    };
}
