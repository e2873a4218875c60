using Holdfast.Admission;
using Holdfast.Text;

namespace Holdfast.Ledger;

/// <summary>Amounts in the book, as people read them. Mrkdwn.</summary>
internal static class UsageWording
{
    /// <summary>What it comes to, in one line.</summary>
    public static string Line(UsageAmount amount)
    {
        var parts = new List<string> { Quantities.Count(amount.Messages, "message") };
        if (amount.InputTokens + amount.OutputTokens > 0)
            parts.Add($"{Quantities.Tokens(amount.InputTokens, amount.OutputTokens)} tokens");
        if (amount.CostMicros > 0)
            parts.Add(Quantities.Cost(amount.CostMicros));
        if (amount.Failures > 0)
            parts.Add($"{Quantities.Count(amount.Failures)} without an answer");
        if (amount.Refusals > 0)
            parts.Add($"{Quantities.Count(amount.Refusals)} refused");
        if (amount.ThumbsUp > 0)
            parts.Add($"👍 {Quantities.Count(amount.ThumbsUp)}");
        if (amount.ThumbsDown > 0)
            parts.Add($"👎 {Quantities.Count(amount.ThumbsDown)}");
        return string.Join(" · ", parts);
    }
}
