using System.Text.Json;
using Holdfast.Simulator.Blocks;
using Holdfast.Simulator.Json;

namespace Holdfast.Simulator.Interactivity;

/// <summary>Reads what the app answers when a person types into a select: <c>options</c>, or groups of them.</summary>
internal static class SuggestionAnswer
{
    private const int MaxOptions = 100;

    /// <summary>What is offered; nothing with a problem, when Slack would show nothing.</summary>
    public static AnswerResult Read(string? payload)
    {
        using var document = payload is null ? null : JsonText.TryParse(payload, JsonValueKind.Object);
        if (document is null) return new AnswerResult("the acknowledgement must carry options or option_groups.");
        var answer = document.RootElement;
        var findings = new Findings();
        var options = new List<SuggestedOption>();
        if (answer.Has("option_groups", out _))
        {
            var index = 0;
            foreach (var group in findings.CheckArray(answer, "option_groups", MaxOptions, "", least: 0))
            {
                findings.CheckText(group, "label", most: 75, $"/option_groups/{index}", plain: true);
                options.AddRange(ReadOptions(findings, group, $"/option_groups/{index++}", group.Has("label", out var label) ? label.Text("text") : null));
            }
        }
        else
        {
            options.AddRange(ReadOptions(findings, answer, "", group: null));
        }

        return findings.First is { } broken ? new AnswerResult(broken) : new AnswerResult(Options: options);
    }

    private static IEnumerable<SuggestedOption> ReadOptions(Findings findings, JsonElement owner, string at, string? group)
    {
        findings.CheckOptions(owner, at, MaxOptions, least: 0);
        return findings.First is not null ? [] : [.. owner.GetProperty("options").EnumerateArray().Select(option => SuggestedOption.Of(option, group))];
    }
}
