using System.Globalization;
using System.Text.RegularExpressions;

namespace Holdfast.AI.Models;

/// <summary>What providers' own models are known to take. Of any other the operator says it (<see cref="ModelOptions.Effort"/>).</summary>
internal static partial class KnownModels
{
    private const int MostTimeMs = 1000;

    /// <summary>Whether it can be told how much to think.</summary>
    /// <param name="provider">Whose protocol it is asked by.</param>
    /// <param name="model">Its name in the provider's words.</param>
    public static bool TakesEffort(ModelProvider provider, string model) => provider switch
    {
        // The chat variants do not think.
        ModelProvider.OpenAI => Thinking().IsMatch(model) && !model.Contains("-chat", StringComparison.Ordinal),
        ModelProvider.Anthropic => VersionOf(model) is { } version && (version >= 4.6m || (version == 4.5m && model.Contains("opus", StringComparison.Ordinal))),
        _ => false,
    };

    /// <summary>Whether it can be told how freely to write. Anthropic's newer models cannot, nor does its client say it to any.</summary>
    /// <param name="provider">Whose protocol it is asked by.</param>
    /// <param name="model">Its name in the provider's words.</param>
    public static bool TakesTemperature(ModelProvider provider, string model) => provider == ModelProvider.OpenAI && NotThinking().IsMatch(model);

    private static decimal? VersionOf(string model) => ClaudeVersion().Match(model) is { Success: true } found
        ? decimal.Parse($"{found.Groups["major"].Value}.{(found.Groups["minor"] is { Success: true } minor ? minor.Value : "0")}", CultureInfo.InvariantCulture)
        : null;

    [GeneratedRegex("(^|/)(o[1-9]|gpt-[5-9]|gpt-oss)", RegexOptions.ExplicitCapture, MostTimeMs)]
    private static partial Regex Thinking();

    [GeneratedRegex("(^|/)(gpt-3\\.5|gpt-4|chatgpt-4)", RegexOptions.ExplicitCapture, MostTimeMs)]
    private static partial Regex NotThinking();

    /// <summary>A date may stand behind it, which is no minor version.</summary>
    [GeneratedRegex("claude-[a-z]+-(?<major>[0-9]{1,2})([-.](?<minor>[0-9]))?(?![0-9])", RegexOptions.ExplicitCapture, MostTimeMs)]
    private static partial Regex ClaudeVersion();
}
