using Holdfast.AI.OpenAI;
using Holdfast.Agents;
using Holdfast.Approvals;
using Holdfast.Conversations;
using Holdfast.Deliveries;
using Holdfast.Inbound;
using Holdfast.Interactions;
using Holdfast.Jobs;
using Holdfast.Lanes;
using Holdfast.Notifications;
using Holdfast.Operators;
using Holdfast.Postgres;
using Holdfast.Redis.Connections;
using Holdfast.Runs;
using Holdfast.Server.Health;
using Holdfast.Server.Limits;
using Holdfast.Sqlite;
using Holdfast.Timers;
using Holdfast.Tools;
using Holdfast.Workers;
using Holdfast.Workspaces;

namespace Holdfast.Server.Configuration;

/// <summary>The sections of the configuration, one a feature, and the options that each binds to.</summary>
internal static class ConfigurationSections
{
    /// <summary>.NET's own: levels by category, and nothing else of it.</summary>
    public const string Logging = "Logging";

    public static IReadOnlyDictionary<string, Type> All { get; } = new Dictionary<string, Type>(StringComparer.OrdinalIgnoreCase)
    {
        ["Slack"] = typeof(SlackOptions),
        ["Agent"] = typeof(AgentOptions),
        ["OpenAI"] = typeof(OpenAIOptions),
        ["Tools"] = typeof(ToolOptions),
        ["Storage"] = typeof(SqliteStoreOptions),
        ["Database"] = typeof(PostgresStoreOptions),
        ["Workers"] = typeof(WorkerOptions),
        ["Memory"] = typeof(MemoryOptions),
        ["Redis"] = typeof(RedisOptions),
        ["Ingress"] = typeof(IngressOptions),
        ["Runs"] = typeof(RunOptions),
        ["Deliveries"] = typeof(DeliveryOptions),
        ["Interactions"] = typeof(InteractionOptions),
        ["Operators"] = typeof(OperatorOptions),
        ["Approvals"] = typeof(ApprovalOptions),
        ["Jobs"] = typeof(JobOptions),
        ["Timers"] = typeof(TimerOptions),
        ["Notifications"] = typeof(NotificationOptions),
        ["Fairness"] = typeof(FairnessOptions),
        ["Health"] = typeof(HealthOptions),
        ["Http"] = typeof(HttpOptions),
    };
}
