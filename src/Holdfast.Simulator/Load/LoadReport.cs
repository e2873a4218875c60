namespace Holdfast.Simulator.Load;

/// <summary>What came of a load run. Times are in milliseconds from the moment the mention was said.</summary>
/// <param name="Events">Mentions said.</param>
/// <param name="Acked">Mentions acknowledged.</param>
/// <param name="Answered">Mentions with at least one reply.</param>
/// <param name="Lost">Mentions without a reply.</param>
/// <param name="Doubled">Replies beyond the first to the same mention.</param>
/// <param name="OutOfOrder">Replies that came after the reply to a later mention of the same thread.</param>
/// <param name="Redelivered">Frames sent again during the run.</param>
/// <param name="OfferedPerSecond">Mentions a second actually said.</param>
/// <param name="RepliesPerSecond">Replies a second, from the first mention to the last reply.</param>
/// <param name="Ack">From saying to acknowledgement.</param>
/// <param name="Reply">From saying to the first reply.</param>
public sealed record LoadReport(
    int Events,
    int Acked,
    int Answered,
    int Lost,
    int Doubled,
    int OutOfOrder,
    long Redelivered,
    double OfferedPerSecond,
    double RepliesPerSecond,
    Percentiles Ack,
    Percentiles Reply)
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"{Events} events at {OfferedPerSecond:F0}/s: {Answered} answered, {Lost} lost, {Doubled} doubled, {OutOfOrder} out of order, "
        + $"{Redelivered} redelivered; {RepliesPerSecond:F0} replies/s; ack {Ack}; reply {Reply}";
}

/// <summary>A distribution of times in milliseconds.</summary>
/// <param name="P50">Half were faster.</param>
/// <param name="P99">99 in 100 were faster.</param>
/// <param name="Max">The slowest.</param>
public sealed record Percentiles(double P50, double P99, double Max)
{
    /// <inheritdoc/>
    public override string ToString() => $"p50 {P50:F1} p99 {P99:F1} max {Max:F1} ms";

    /// <summary>Of what was measured.</summary>
    /// <param name="milliseconds">In any order.</param>
    public static Percentiles Of(IEnumerable<double> milliseconds)
    {
        var sorted = milliseconds.Order().ToArray();
        return sorted.Length == 0 ? new Percentiles(0, 0, 0) : new Percentiles(At(sorted, 0.50), At(sorted, 0.99), sorted[^1]);
    }

    private static double At(double[] sorted, double share) => sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))];
}
