using System.Text.RegularExpressions;

namespace Holdfast.Simulator.Model;

/// <summary>Plays a plan's next round, or tells what the tools said. It keeps nothing: the conversation shows how far it is.</summary>
internal static partial class ToolPlayer
{
    private const int MaxQuotes = 20;

    /// <summary>The next round of calls, or null when every round was played.</summary>
    public static ModelReply? Next(ToolPlan plan, ModelRequest request)
    {
        if (!request.MayCallInParallel) plan = plan.OneAtATime();
        var played = Played(request);
        if (played >= plan.Rounds.Count) return null;
        var round = plan.Rounds[played];
        return round.Calls.FirstOrDefault(call => !request.Offers(call.Name)) is { } unknown
            ? new ModelReply(NoSuchTool(unknown.Name, request))
            : new ModelReply(round.Say) { ToolCalls = round.Calls, Round = played + 1 };
    }

    /// <summary>What came of the calls, a line each; of many, the number and the last.</summary>
    public static ModelReply Retell(IReadOnlyList<ModelToolResult> results)
    {
        if (results.Count <= MaxQuotes) return new ModelReply(string.Join('\n', results.Select(Told)));
        return new ModelReply($"I called tools {results.Count} times. At last {Told(results[^1])}");
    }

    private static string Told(ModelToolResult result) => result.Images.Count == 0 ? Retelling.Of(result) : $"{Retelling.Of(result)} {SightWords.Of(result.Images)}";

    /// <summary>A bot may have dropped old rounds from a long conversation, so the newest call's id says its round as well.</summary>
    private static int Played(ModelRequest request)
    {
        var shown = request.SinceUser.Where(message => message.ToolCalls.Count > 0).ToList();
        if (shown.Count == 0) return 0;
        var named = RoundOfId().Match(shown[^1].ToolCalls[0].Id!);
        return named.Success ? Math.Max(shown.Count, int.Parse(named.Groups["round"].Value)) : shown.Count;
    }

    private static string NoSuchTool(string name, ModelRequest request)
    {
        var known = request.Tools.Where(tool => request.Offers(tool.Name)).Select(tool => tool.Name).ToList();
        return known.Count == 0
            ? $"I have no tool named {name}; I have no tools at all."
            : $"I have no tool named {name}. I have: {string.Join(", ", known)}.";
    }

    [GeneratedRegex("r(?<round>[0-9]{1,6})_[0-9]+$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RoundOfId();
}
