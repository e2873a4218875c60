namespace Holdfast.Simulator.Load;

/// <summary>What a load run sends: mentions of the bot, at a rate, spread over threads.</summary>
/// <param name="Events">How many mentions.</param>
/// <param name="RatePerSecond">How many a second; 0 sends all as fast as possible.</param>
/// <param name="Threads">Over how many threads they go, in turn.</param>
public sealed record LoadPlan(int Events, int RatePerSecond, int Threads)
{
    /// <summary>Over how many channels the threads go. Default 10.</summary>
    public int Channels { get; init; } = 10;

    /// <summary>How long to wait, after the last mention, while no further reply comes. Default 10 s.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long to go on after everything was answered, to catch second replies. Default 500 ms.</summary>
    public TimeSpan Aftermath { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Words after the sequence number, to make messages longer. Default none.</summary>
    public string Filler { get; init; } = "";
}
