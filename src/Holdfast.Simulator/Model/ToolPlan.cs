namespace Holdfast.Simulator.Model;

/// <summary>One message of the model: what it calls at once, and what it says along with it.</summary>
/// <param name="Say">Words before the calls; empty for none.</param>
/// <param name="Calls">The calls.</param>
internal sealed record ToolRound(string Say, IReadOnlyList<ModelToolCall> Calls);

/// <summary>What a person told the model to call, round by round.</summary>
/// <param name="Rounds">The rounds, at least one.</param>
/// <param name="Finally">The command or the words that end it; null to tell what the tools said.</param>
internal sealed record ToolPlan(IReadOnlyList<ToolRound> Rounds, string? Finally)
{
    /// <summary>The same calls for a bot that takes only one in a message.</summary>
    public ToolPlan OneAtATime() =>
        this with { Rounds = [.. Rounds.SelectMany(round => round.Calls.Select((call, i) => new ToolRound(i == 0 ? round.Say : "", [call])))] };
}
