namespace Holdfast.Hosting.Logs;

/// <summary>How the log is written, and where besides standard output. Section <c>Logs</c>.</summary>
internal sealed class LogOptions
{
    /// <summary>How it is written to standard output. Default: <c>Auto</c>.</summary>
    public LogFormat Format { get; set; }

    /// <summary>A file that gets it as well, as lines of JSON: with three older ones of 5 MB each. Default: none.</summary>
    public string? Path { get; set; }

    /// <summary>A file with a line of JSON for each call of a model, kept likewise. Default: none.</summary>
    public string? UsagePath { get; set; }
}

/// <summary>How an event of the log is written.</summary>
internal enum LogFormat
{
    /// <summary>For eyes on a terminal, and as lines of text anywhere else.</summary>
    Auto,

    /// <summary>A line of text each.</summary>
    Text,

    /// <summary>A line of JSON each, for programs.</summary>
    Json,
}
