namespace Holdfast.LoadRun;

/// <summary>What is offered.</summary>
internal sealed record MeasuredPlan(int Events, int Rate, int Threads, int WarmUp, int WarmUpRate)
{
    /// <summary>Processes of the bot.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>How many of the database's dearest statements are told.</summary>
    public int Statements { get; init; }
}
