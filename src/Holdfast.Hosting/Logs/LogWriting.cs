using Holdfast.Diagnostics;
using Holdfast.Hosting.Configuration;
using Serilog;
using Serilog.Configuration;
using Serilog.Core;
using Serilog.Events;
using Serilog.Extensions.Logging;
using Serilog.Formatting;
using Serilog.Formatting.Compact;

namespace Holdfast.Hosting.Logs;

/// <summary>Where events of the log go, and in what form.</summary>
internal static class LogWriting
{
    /// <summary>The size at which a file is left for the next.</summary>
    internal const int MaxFileBytes = 5 * 1024 * 1024;

    /// <summary>The one that is written and three before it.</summary>
    private const int Files = 4;

    /// <summary>Makes the writer of all that is logged.</summary>
    /// <param name="options">Where to.</param>
    /// <param name="redaction">Takes secrets out of it.</param>
    /// <exception cref="ConfigurationException">A file cannot be written.</exception>
    public static ILoggerProvider To(LogOptions options, Redaction redaction)
    {
        var events = new LoggerConfiguration().MinimumLevel.Verbose();
        events.WriteTo.Logger(log =>
        {
            log.Filter.ByExcluding(IsUsage).Filter.With(new Repetitions());
            log.WriteTo.Sink(new QueuedSink(to => to.Console(Safe(OnScreen(options.Format)))));
            if (options.Path is { Length: > 0 } file)
                ToFile(log.WriteTo, "Logs:Path", file, Safe(new RenderedCompactJsonFormatter()));
        });
        if (options.UsagePath is { Length: > 0 } usage)
            events.WriteTo.Logger(log => ToFile(log.Filter.ByIncludingOnly(IsUsage).WriteTo, "Logs:UsagePath", usage, Safe(new UsageFormatter())));
        return new SerilogLoggerProvider(events.CreateLogger(), dispose: true);

        ITextFormatter Safe(ITextFormatter form) => new SafeFormatter(form, redaction);
    }

    private static ITextFormatter OnScreen(LogFormat format) => format switch
    {
        LogFormat.Json => new RenderedCompactJsonFormatter(),
        LogFormat.Auto when !Console.IsOutputRedirected => new TerminalFormatter(),
        _ => new LineFormatter(),
    };

    /// <summary>Several workers may write to one: each line is written whole, by whoever holds the file for that moment.</summary>
    internal static void ToFile(LoggerSinkConfiguration to, string key, string file, ITextFormatter form)
    {
        try
        {
            if (Path.GetDirectoryName(Path.GetFullPath(file)) is { Length: > 0 } folder)
                Directory.CreateDirectory(folder);
            using var tried = new FileStream(file, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new ConfigurationException([$"{key} cannot be written: {e.Message} Name a file in a folder that this user may write to."]);
        }

        to.Fallible(
            fallible => fallible.File(form, file, fileSizeLimitBytes: MaxFileBytes, rollOnFileSizeLimit: true, retainedFileCountLimit: Files, shared: true),
            new FailureNotice(key));
    }

    private static bool IsUsage(LogEvent logged) =>
        logged.Properties.TryGetValue(Constants.SourceContextPropertyName, out var category) && category is ScalarValue { Value: UsageLog.Category };
}
