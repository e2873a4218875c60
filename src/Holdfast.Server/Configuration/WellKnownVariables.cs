namespace Holdfast.Server.Configuration;

/// <summary>Environment variables that go by the names people know from Slack's and the models' own tools.</summary>
internal static class WellKnownVariables
{
    private static readonly (string Variable, string Key)[] All =
    [
        ("SLACK_BOT_TOKEN", "Slack:BotToken"),
        ("SLACK_APP_TOKEN", "Slack:AppToken"),
        ("SLACK_API_URL", "Slack:ApiUrl"),
        ("OPENAI_API_KEY", "OpenAI:ApiKey"),
        ("OPENAI_BASE_URL", "OpenAI:BaseUrl"),
        ("DATABASE_URL", "Database:Url"),
        ("REDIS_URL", "Redis:Url"),
    ];

    /// <summary>Those that are set, as configuration.</summary>
    public static Dictionary<string, string?> Read() => All
        .Select(known => (known.Key, Value: Environment.GetEnvironmentVariable(known.Variable)))
        .Where(known => !string.IsNullOrWhiteSpace(known.Value))
        .ToDictionary(known => known.Key, known => known.Value);
}
