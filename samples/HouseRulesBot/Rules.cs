namespace HouseRulesBot;

/// <summary>What the house says about things.</summary>
public sealed class Rules
{
    private static readonly Dictionary<string, string> Texts = new(StringComparer.OrdinalIgnoreCase)
    {
        ["parking"] = "Park behind the house; the places in front are for guests.",
        ["lunch"] = "Lunch is from 12:00 to 14:00, and whoever comes last starts the dishwasher.",
        ["heating"] = "Windows open, heating off.",
    };

    public IEnumerable<string> Topics => Texts.Keys;

    public string? About(string question) => Texts.FirstOrDefault(rule => question.Contains(rule.Key, StringComparison.OrdinalIgnoreCase)).Value;
}
