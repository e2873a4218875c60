using System.Globalization;
using Serilog.Events;
using Serilog.Formatting;

namespace Holdfast.Hosting.Logs;

/// <summary>For somebody who looks on: the time of the day where they are, colour where something is wrong, and what it says.</summary>
internal sealed class TerminalFormatter : ITextFormatter
{
    private const string Plain = "\u001b[0m";
    private const string Faint = "\u001b[2m";

    /// <summary>https://no-color.org</summary>
    private static readonly bool HasColors = Environment.GetEnvironmentVariable("NO_COLOR") is not { Length: > 0 };

    public void Format(LogEvent logEvent, TextWriter output)
    {
        var (word, color) = LookOf(logEvent.Level);
        output.Write($"{Colored(logEvent.Timestamp.ToString("HH:mm:ss", CultureInfo.InvariantCulture), Faint)} {Colored(word, color)} {LineText.Of(logEvent)}");
        output.Write($" {Colored($"[{LineText.EventIdOf(logEvent).ToString(CultureInfo.InvariantCulture)}]", Faint)}\n");
        if (logEvent.Exception is { } error)
            output.Write($"{Colored(error.ToString(), Faint)}\n");
    }

    private static string Colored(string text, string color) => HasColors ? color + text + Plain : text;

    private static (string Word, string Color) LookOf(LogEventLevel level) => level switch
    {
        LogEventLevel.Verbose or LogEventLevel.Debug => ("debug  ", Faint),
        LogEventLevel.Information => ("info   ", "\u001b[32m"),
        LogEventLevel.Warning => ("warning", "\u001b[33m"),
        _ => ("error  ", "\u001b[31m"),
    };
}
