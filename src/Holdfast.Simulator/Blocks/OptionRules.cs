using System.Text.Json;
using Holdfast.Simulator.Json;

namespace Holdfast.Simulator.Blocks;

/// <summary>Limits of what can be chosen from, and of the question asked before an action is done.</summary>
internal static class OptionRules
{
    private const int MaxText = 75;

    public static void CheckOptions(this Findings findings, JsonElement element, string at, int most, int least = 1)
    {
        CheckList(findings, element, at, most, least);
        CheckInitial(findings, element, at);
    }

    /// <summary>A select has either options or groups of them, never both.</summary>
    public static void CheckOptionsOrGroups(this Findings findings, JsonElement element, string at)
    {
        var hasGroups = element.Has("option_groups", out var groups);
        if (hasGroups && element.Has("options", out _)) findings.Add("only one of options and option_groups is allowed", at);
        if (!hasGroups)
        {
            findings.CheckOptions(element, at, most: 100);
            return;
        }

        var index = 0;
        foreach (var group in findings.CheckArray(element, "option_groups", most: 100, at))
        {
            var here = $"{at}/option_groups/{index++}";
            findings.CheckText(group, "label", MaxText, here, plain: true);
            CheckList(findings, group, here, most: 100, least: 1);
        }

        CheckInitial(findings, element, at);
    }

    public static void CheckConfirm(this Findings findings, JsonElement element, string at)
    {
        if (!element.Has("confirm", out var confirm)) return;
        var here = at + "/confirm";
        findings.CheckText(confirm, "title", most: 100, here, plain: true);
        findings.CheckText(confirm, "text", most: 300, here);
        findings.CheckText(confirm, "confirm", most: 30, here, plain: true);
        findings.CheckText(confirm, "deny", most: 30, here, plain: true);
    }

    private static void CheckList(Findings findings, JsonElement owner, string at, int most, int least)
    {
        var index = 0;
        foreach (var option in findings.CheckArray(owner, "options", most, at, least))
        {
            var here = $"{at}/options/{index++}";
            if (option.ValueKind != JsonValueKind.Object)
            {
                findings.Add("must be an object", here);
                continue;
            }

            findings.CheckText(option, "text", MaxText, here);
            findings.CheckString(option, "value", MaxText, here);
            findings.CheckText(option, "description", MaxText, here, required: false);
        }
    }

    /// <summary>What is chosen at the beginning must be among what can be chosen.</summary>
    private static void CheckInitial(Findings findings, JsonElement element, string at)
    {
        var known = ElementOptions.Of(element).Select(option => option.Text("value")).ToHashSet();
        if (element.Has("initial_option", out var one) && !known.Contains(one.Text("value")))
            findings.Add("must be one of the provided options", at + "/initial_option");
        if (!element.Has("initial_options", out var many) || many.ValueKind != JsonValueKind.Array) return;
        if (many.EnumerateArray().Any(option => !known.Contains(option.Text("value"))))
            findings.Add("must be one of the provided options", at + "/initial_options");
    }
}
