namespace Holdfast.Simulator.Cli;

/// <summary>The command line, read.</summary>
internal sealed record SimulatorArguments
{
    public const int DefaultPort = 8090;

    public int Port { get; init; } = DefaultPort;

    /// <summary>A port that was asked for is not exchanged for another when it is taken.</summary>
    public bool IsPortGiven { get; init; }

    public string? Server { get; init; }

    public bool WithServer { get; init; } = true;

    public bool Restart { get; init; }

    public string BotName { get; init; } = "Holdfast";

    public bool EnforceRateLimits { get; init; }

    /// <summary>Whether the app has subscribed to channel messages, as it may have besides mentions.</summary>
    public bool MessageEvents { get; init; } = true;

    /// <summary>Where events and clicks are delivered by HTTP; null for Socket Mode.</summary>
    public Uri? RequestUrl { get; init; }

    /// <summary>The time between the pieces in which the model streams its answers.</summary>
    public TimeSpan Pace { get; init; }

    public IReadOnlyList<string> ServerArguments { get; init; } = [];
}

/// <summary>Exit codes, from the table in <c>sysexits.h</c>.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>The server that was to be started is not there.</summary>
    public const int Unavailable = 69;

    /// <summary>The port is taken.</summary>
    public const int Configuration = 78;
}
