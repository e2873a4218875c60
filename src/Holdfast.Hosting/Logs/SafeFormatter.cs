using System.Globalization;
using Holdfast.Diagnostics;
using Serilog.Events;
using Serilog.Formatting;

namespace Holdfast.Hosting.Logs;

/// <summary>What every line passes on its way out: an error that is no defect is said in words, and secrets are taken out.</summary>
/// <param name="form">How the line looks.</param>
/// <param name="redaction">Takes them out.</param>
internal sealed class SafeFormatter(ITextFormatter form, Redaction redaction) : ITextFormatter
{
    /// <summary>The property that says why, in place of an exception.</summary>
    public const string Cause = "ErrorText";

    public void Format(LogEvent logEvent, TextWriter output)
    {
        using var line = new StringWriter(CultureInfo.InvariantCulture);
        form.Format(WithoutStack(logEvent), line);
        output.Write(redaction.Redact(line.ToString()));
    }

    /// <summary>Where the cause is known, where in the code it was met says nothing that its words do not: kilobytes for each attempt to call a model that was down.</summary>
    private static LogEvent WithoutStack(LogEvent logEvent) => logEvent.Exception is { } error && Causes.AreUnderstood(error)
        ? new LogEvent(
            logEvent.Timestamp, logEvent.Level, exception: null, logEvent.MessageTemplate,
            [
                .. logEvent.Properties.Select(property => new LogEventProperty(property.Key, property.Value)),
                new LogEventProperty(Cause, new ScalarValue($"{error.GetType().Name}: {Causes.Of(error)}")),
            ],
            logEvent.TraceId ?? default, logEvent.SpanId ?? default)
        : logEvent;
}
