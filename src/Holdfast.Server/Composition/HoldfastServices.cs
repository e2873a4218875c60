using Holdfast.AI.Chat;
using Holdfast.AI.OpenAI;
using Holdfast.Agents;
using Holdfast.Approvals;
using Holdfast.Commands;
using Holdfast.Connection;
using Holdfast.Conversations;
using Holdfast.Deliveries;
using Holdfast.Diagnostics;
using Holdfast.Flow;
using Holdfast.Home;
using Holdfast.Http;
using Holdfast.Inbound;
using Holdfast.Ingress;
using Holdfast.Interactions;
using Holdfast.Items;
using Holdfast.Jobs;
using Holdfast.Jobs.Processes;
using Holdfast.Lanes;
using Holdfast.Notifications;
using Holdfast.Notifications.Alerts;
using Holdfast.Notifications.Channels;
using Holdfast.Notifications.Heartbeats;
using Holdfast.Notifications.Webhooks;
using Holdfast.Operators;
using Holdfast.Postgres;
using Holdfast.Postgres.Sql;
using Holdfast.Redis.Connections;
using Holdfast.Redis.Memory;
using Holdfast.Redis.Rates;
using Holdfast.Runs;
using Holdfast.Scheduling;
using Holdfast.Server.Configuration;
using Holdfast.Server.Limits;
using Holdfast.Slack.WebApi;
using Holdfast.Sqlite;
using Holdfast.Storage;
using Holdfast.Timers;
using Holdfast.Tools;
using Holdfast.Tools.BuiltIn;
using Holdfast.Upkeep;
using Holdfast.Workers;
using Holdfast.Workspaces;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace Holdfast.Server.Composition;

/// <summary>What the server is made of: a table of contents.</summary>
internal static class HoldfastServices
{
    /// <summary>One webhook is asked for this many conversations at once, and no more of them wait for it while it hangs.</summary>
    private const int NotificationsAtOnce = 16;

    /// <summary>An order is a commit or two.</summary>
    private const int OrdersAtOnce = 4;

    /// <summary>For what comes before and after a call of Slack's: a turn, and the commit.</summary>
    private static readonly TimeSpan DeliveryStopMargin = TimeSpan.FromSeconds(5);

    /// <summary>Every section bound to its options; they were checked by <see cref="ConfigurationCheck"/> before.</summary>
    public static IServiceCollection AddHoldfastOptions(this IServiceCollection services, IConfiguration configuration)
    {
        services.Configure<SlackOptions>(configuration.GetSection("Slack"));
        services.Configure<AgentOptions>(configuration.GetSection("Agent"));
        services.Configure<OpenAIOptions>(configuration.GetSection("OpenAI"));
        services.Configure<ToolOptions>(configuration.GetSection("Tools"));
        services.Configure<SqliteStoreOptions>(configuration.GetSection("Storage"));
        services.Configure<PostgresStoreOptions>(configuration.GetSection("Database"));
        services.Configure<WorkerOptions>(configuration.GetSection("Workers"));
        services.Configure<MemoryOptions>(configuration.GetSection("Memory"));
        services.Configure<RedisOptions>(configuration.GetSection("Redis"));
        services.Configure<IngressOptions>(configuration.GetSection("Ingress"));
        services.Configure<RunOptions>(configuration.GetSection("Runs"));
        services.Configure<DeliveryOptions>(configuration.GetSection("Deliveries"));
        services.Configure<InteractionOptions>(configuration.GetSection("Interactions"));
        services.Configure<OperatorOptions>(configuration.GetSection("Operators"));
        services.Configure<ApprovalOptions>(configuration.GetSection("Approvals"));
        services.Configure<JobOptions>(configuration.GetSection("Jobs"));
        services.Configure<TimerOptions>(configuration.GetSection("Timers"));
        services.Configure<NotificationOptions>(configuration.GetSection("Notifications"));
        services.Configure<FairnessOptions>(configuration.GetSection("Fairness"));
        services.Configure<Health.HealthOptions>(configuration.GetSection("Health"));
        services.Configure<HttpOptions>(configuration.GetSection("Http"));
        return services;
    }

    public static IServiceCollection AddHoldfastLogging(this IServiceCollection services, IConfiguration configuration) =>
        services.AddLogging(logging => logging
            .AddConfiguration(configuration.GetSection(ConfigurationSections.Logging))
            .AddFilter("Microsoft", LogLevel.Warning)
            .AddFilter("System.Net.Http", LogLevel.Warning)
            .AddConsole(console =>
            {
                // A reader of the output that stalls must not stall the server; what is dropped is counted in the output.
                console.QueueFullMode = ConsoleLoggerQueueFullMode.DropWrite;
                console.MaxQueueLength = 8192;
            })
            .AddSimpleConsole(console =>
            {
                console.SingleLine = true;
                console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
                console.UseUtcTimestamp = true;
                console.ColorBehavior = LoggerColorBehavior.Disabled;
            }));

    public static IServiceCollection AddHoldfastCore(this IServiceCollection services)
    {
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<HoldfastMetrics>();
        services.AddSingleton<LoopHealth>();
        services.AddSingleton<WorkGate>();
        services.AddSingleton<Workspace>();
        services.AddSingleton<StopReason>();
        services.AddSingleton(provider => WorkerIdentity.Create(provider.GetRequiredService<TimeProvider>()));
        return services;
    }

    public static IServiceCollection AddSlack(this IServiceCollection services)
    {
        services.AddSingleton(provider => CreateSlackClient(provider, HttpPurpose.Slack));
        services.AddSingleton(provider => new SlackSockets(
            CreateSlackClient(provider, HttpPurpose.SlackSockets), provider.GetRequiredService<OutgoingHttp>().CreateInvoker(HttpPurpose.SlackSockets)));
        services.AddSingleton<SlackReach>();
        services.AddSingleton(provider => new SettleWindow(
            provider.GetRequiredService<IOptions<IngressOptions>>(),
            provider.GetRequiredService<IOptions<SlackOptions>>(),
            provider.GetRequiredService<TimeProvider>(),
            workers: provider.GetService<IWorkerRegistry>() is not null));
        services.AddSingleton<IngressActivity>();
        services.AddSingleton<EditedMentions>();
        services.AddSingleton<Revocation>();
        services.AddSingleton<SlackIngress>();
        services.AddSingleton<SlackConnection>();
        services.AddSingleton<UserZones>();
        services.TryAddSingleton<IRateGate, RateGate>();
        services.AddSingleton<MessageComposer>();
        services.AddSingleton<ReplyComposer>();
        services.AddSingleton<DeliveryCalls>();
        services.AddSingleton<FileComposer>();
        services.AddSingleton<FileUploads>();
        services.AddSingleton<BusyDesk>();
        services.AddSingleton<DeliveryNotes>();
        services.AddSingleton<DeliveryTurns>();
        services.AddSingleton<UndeliveredNotice>();
        services.AddSingleton<SlackAnswers>();
        services.AddSingleton<HistoryLookup>();
        services.AddSingleton<DeliveryDoubts>();
        services.AddSingleton<DeliveryHandler>();
        services.AddSingleton<ThinkingStatus>();
        services.AddSingleton<IThinkingStatus>(provider => provider.GetRequiredService<ThinkingStatus>());
        return services;
    }

    /// <summary>Where everything is kept: PostgreSQL when one is named, else the embedded store. Before all that needs a clock: a database brings its own.</summary>
    public static IServiceCollection AddStore(this IServiceCollection services, IConfiguration configuration)
    {
        if (HoldfastConfiguration.IsShared(configuration))
        {
            services.AddSingleton(new DatabaseTime(TimeProvider.System));
            services.AddSingleton<TimeProvider>(provider => provider.GetRequiredService<DatabaseTime>());
            services.AddSingleton(provider => new PostgresStore(
                provider.GetRequiredService<IOptions<PostgresStoreOptions>>().Value,
                provider.GetRequiredService<DatabaseTime>(),
                provider.GetRequiredService<ILogger<PostgresStore>>()));
            services.AddSingleton<IHoldfastStore>(provider => provider.GetRequiredService<PostgresStore>());
            services.AddSingleton<IWorkerRegistry>(provider => provider.GetRequiredService<PostgresStore>());
            services.AddSingleton<ISharedSettings>(provider => provider.GetRequiredService<PostgresStore>());
            services.AddSingleton<IRateGate>(provider => provider.GetRequiredService<PostgresStore>().Rates);
        }
        else
        {
            services.AddSingleton<IHoldfastStore>(provider => SqliteStore.Open(
                provider.GetRequiredService<IOptions<SqliteStoreOptions>>().Value, provider.GetRequiredService<TimeProvider>()));
        }

        services.AddSingleton<IConversationReader>(provider => provider.GetRequiredService<IHoldfastStore>());
        services.AddSingleton<IRunReader>(provider => provider.GetRequiredService<IHoldfastStore>());
        services.AddSingleton<IApprovalReader>(provider => provider.GetRequiredService<IHoldfastStore>());
        services.AddSingleton<IJobReader>(provider => provider.GetRequiredService<IHoldfastStore>());
        services.AddSingleton<ITimerReader>(provider => provider.GetRequiredService<IHoldfastStore>());
        services.AddSingleton<ISettingReader>(provider => provider.GetRequiredService<IHoldfastStore>());
        services.AddSingleton<IReceiptReader>(provider => provider.GetRequiredService<IHoldfastStore>());
        return services;
    }

    /// <summary>Conversation memory: in Redis when an address of it is set, else in the store. Never in one when it was to be in the other.</summary>
    public static IServiceCollection AddMemory(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<MemoryHealth>();
        if (string.IsNullOrEmpty(configuration["Redis:Url"]))
            return services.AddSingleton<IMemoryKeeper, StoredMemory>();
        services.AddSingleton<RedisMetrics>();
        services.AddSingleton<RedisConnection>();
        services.AddSingleton<RedisRateWindow>();
        services.AddHostedService<RedisWatch>();
        return services.AddSingleton<IMemoryKeeper, RedisMemory>();
    }

    public static IServiceCollection AddTools(this IServiceCollection services)
    {
        services.AddSingleton<IAgentTool, CurrentTimeTool>();
        services.AddSingleton<IAgentTool, SetTimerTool>();
        services.AddSingleton<IAgentTool, ListTimersTool>();
        services.AddSingleton<IAgentTool, CancelTimerTool>();
        services.AddSingleton<ToolBox>();
        return services;
    }

    /// <summary>
    /// Commands in the background. The tools are there only when they are enabled; what runs jobs always is, so that those which
    /// were ordered before they were switched off come to an end.
    /// </summary>
    public static IServiceCollection AddJobs(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<IProcessRunner, ProcessRunner>();
        services.AddSingleton<JobCards>();
        services.AddSingleton<JobDesk>();
        services.AddSingleton<JobEndings>();
        services.AddSingleton<JobRunner>();
        if (!configuration.GetValue("Jobs:Enabled", defaultValue: false))
            return services;
        services.AddSingleton<IAgentTool, ExecTool>();
        if (configuration.GetSection("Jobs:CodeCommand").GetChildren().Any())
            services.AddSingleton<IAgentTool, CodeTool>();
        return services;
    }

    public static IServiceCollection AddAgent(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<WorkStops>();
        services.AddSingleton<RunRetention>();
        services.AddSingleton<RunEndings>();
        services.AddSingleton<RunExecutor>();
        if (configuration.GetValue("Agent:Kind", AgentKind.Chat) == AgentKind.Echo)
            return services.AddSingleton<IAgent, EchoAgent>();
        services.AddSingleton<IChatClient>(provider => OpenAIClients.CreateChatClient(
            provider.GetRequiredService<IOptions<OpenAIOptions>>().Value,
            provider.GetRequiredService<IOptions<AgentOptions>>().Value.Model,
            provider.GetRequiredService<OutgoingHttp>().CreateClient(ModelCalls(provider.GetRequiredService<IOptions<RunOptions>>().Value))));
        return services.AddSingleton<IAgent, ChatAgent>();
    }

    /// <summary>What people do with buttons and commands, a feature after the other.</summary>
    public static IServiceCollection AddInteractions(this IServiceCollection services)
    {
        services.AddSingleton<AckReceipts>();
        services.AddSingleton<Responder>();
        services.AddSingleton<InteractionHandler>();
        services.AddSingleton<ScheduledHandler>();
        services.AddSingleton<OrderHandler>();
        services.AddSingleton<MessageLinks>();
        services.AddHandler<AnswerTeller>();

        services.AddHandler<RunStopper>().AddHandler<RunRetrier>();

        services.AddSingleton<FlowMetrics>();
        services.AddSingleton<FlowKey>();
        services.AddSingleton<FlowReader>();
        services.AddSingleton<FlowOpener>();
        services.AddHandler<FlowClicks>();

        services.AddSingleton<ApprovalCards>();
        services.AddSingleton<ApprovalDesk>();
        services.AddSingleton<Approvers>();
        services.AddHandler<ApprovalDecisions>();

        services.AddSingleton<OperatorDesk>();
        services.AddSingleton<PauseSwitch>();
        services.AddSingleton<OrderWaits>();
        services.AddHandler<OrderDesk>();

        services.AddHandler<JobCanceller>();

        services.AddSingleton<TimerMetrics>();
        services.AddSingleton<HeldTimers>();
        services.AddSingleton<TimerCards>();
        services.AddSingleton<TimerNotices>();
        services.AddSingleton<TimerDesk>();
        services.AddSingleton<TimerFinder>();
        services.AddSingleton<TimerPlaces>();
        services.AddHandler<TimerRinger>().AddHandler<TimerDecisions>().AddHandler<TimerClicks>();

        services.AddHandler<HomeTab>();

        services.AddHandler<HoldfastCommand>();
        services.AddSingleton<ISubcommand, StatusCommand>();
        services.AddSingleton<ISubcommand, PauseCommand>();
        services.AddSingleton<ISubcommand, ResumeCommand>();
        services.AddSingleton<ISubcommand, RunsCommand>();
        services.AddSingleton<ISubcommand, ApprovalsCommand>();
        services.AddSingleton<ISubcommand, JobsCommand>();
        services.AddSingleton<ISubcommand, TimerCommand>();
        return services;
    }

    /// <summary>What people are told of their own accord: the channels, and who decides which one it is.</summary>
    public static IServiceCollection AddNotifications(this IServiceCollection services)
    {
        services.AddSingleton<NotificationMetrics>();
        services.AddSingleton<INotificationChannel>(provider => ActivatorUtilities.CreateInstance<SlackNotificationChannel>(
            provider, (IReadOnlyList<WorkGate>)[provider.GetRequiredService<WorkGate>(), provider.GetRequiredService<SlackReach>().Gate]));
        services.AddSingleton<INotificationChannel, ConsoleNotificationChannel>();
        services.AddSingleton<INotificationChannel>(provider => ActivatorUtilities.CreateInstance<WebhookNotificationChannel>(
            provider,
            provider.GetRequiredService<OutgoingHttp>().CreateClient(
                WebhookCalls(provider.GetRequiredService<IOptions<NotificationOptions>>().Value.WebhookTimeout))));
        services.AddSingleton<NotificationPlanner>();
        services.AddSingleton<NotificationHandler>();
        services.AddSingleton<AlertDesk>();
        services.AddSingleton<IBurials, NotificationBurials>();
        return services;
    }

    /// <summary>
    /// The background work. The host starts it in this order and stops it in the reverse one: first nothing more is taken in,
    /// then runs finish, then what they planned is delivered.
    /// </summary>
    public static IServiceCollection AddWork(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddHostedService<PauseRestore>();
        services.AddHostedService<JobGuard>();
        services.AddHostedService<StoreWatch>();
        if (HoldfastConfiguration.IsShared(configuration))
        {
            services.AddHostedService<WorkerLoop>();
            services.AddHostedService<SharedSettingsLoop>();
        }

        services.AddHostedService<SweepLoop>();
        services.AddPump<NotificationHandler>(
            _ => new LanePumpOptions { Concurrency = NotificationsAtOnce, MaxAttempts = NotificationHandler.MaxAttempts, StopPatience = TimeSpan.FromSeconds(2) },
            waitsForSlack: false);
        services.AddHostedService(provider => provider.GetRequiredService<SlackReach>());
        services.AddPump<DeliveryHandler>(provider =>
        {
            var options = provider.GetRequiredService<IOptions<DeliveryOptions>>().Value;
            return new LanePumpOptions
            {
                Concurrency = options.Concurrency,
                RetryDelay = options.RetryDelay,
                MaxRetryDelay = options.MaxRetryDelay,

                // A call that has left is not given up before its own time-out: Slack may perform it, and another worker would send it again.
                StopPatience = provider.GetRequiredService<IOptions<SlackOptions>>().Value.RequestTimeout + DeliveryStopMargin,
            };
        },
        provider => [new PumpGate(provider.GetRequiredService<SlackReach>().Gate)]);
        services.AddPump<RunExecutor>(provider =>
        {
            var options = provider.GetRequiredService<IOptions<RunOptions>>().Value;
            return Fair(provider, new LanePumpOptions { Concurrency = options.Concurrency, StopPatience = options.StopPatience });
        },
        provider => [new PumpGate(provider.GetRequiredService<PauseSwitch>().Gate, Interrupts: true)]);
        services.AddPump<JobRunner>(provider => Fair(provider, new LanePumpOptions
        {
            Concurrency = provider.GetRequiredService<IOptions<JobOptions>>().Value.Concurrency,
            StopPatience = TimeSpan.FromSeconds(2),
        }),
        provider => [new PumpGate(provider.GetRequiredService<PauseSwitch>().Gate)]);
        services.AddPump<OrderHandler>(
            _ => new LanePumpOptions { Concurrency = OrdersAtOnce, StopPatience = TimeSpan.FromSeconds(2) }, waitsForSlack: false);
        services.AddPump<ScheduledHandler>(Interactions);
        services.AddPump<InteractionHandler>(provider => Fair(provider, Interactions(provider)));
        services.AddHostedService(provider => provider.GetRequiredService<ThinkingStatus>());
        services.AddHostedService<TokenWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<SlackConnection>());
        if (configuration.GetSection("Notifications").Get<NotificationOptions>() is { HasHeartbeat: true })
            services.AddHostedService<Heartbeat>();

        services.AddHostedService<BacklogWatch>();

        // The last to start and the first to stop: it must not take the end of the others for a failure.
        services.AddHostedService<LoopWatch>();
        return services;
    }

    private static LanePumpOptions Interactions(IServiceProvider provider) => new()
    {
        Concurrency = provider.GetRequiredService<IOptions<InteractionOptions>>().Value.Concurrency,
        StopPatience = TimeSpan.FromSeconds(5),
    };

    /// <summary>Where work may take long, nobody gets all the places.</summary>
    private static LanePumpOptions Fair(IServiceProvider provider, LanePumpOptions options)
    {
        var fairness = provider.GetRequiredService<IOptions<FairnessOptions>>().Value;
        return options with { UserShare = fairness.UserShare, TeamShare = fairness.TeamShare };
    }

    private static SlackWebClient CreateSlackClient(IServiceProvider provider, HttpPurpose purpose)
    {
        var options = provider.GetRequiredService<IOptions<SlackOptions>>().Value;
        return new SlackWebClient(
            provider.GetRequiredService<OutgoingHttp>().CreateClient(purpose with { HoldFor = options.RequestTimeout }),
            new SlackWebClientOptions { ApiUrl = options.ApiUrl, Timeout = options.RequestTimeout, MaxRetryAfter = options.MaxRetryAfter },
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<SlackWebClient>>());
    }

    private static HttpPurpose WebhookCalls(TimeSpan timeout) => HttpPurpose.Webhook with { Limit = timeout, HoldFor = timeout };

    /// <summary>A model may think for as long as its run may take.</summary>
    private static HttpPurpose ModelCalls(RunOptions runs) =>
        runs.Timeout > HttpPurpose.Model.Limit ? HttpPurpose.Model with { Limit = runs.Timeout } : HttpPurpose.Model;

    private static IServiceCollection AddHandler<THandler>(this IServiceCollection services)
        where THandler : class
    {
        services.AddSingleton<THandler>();
        if (typeof(THandler).IsAssignableTo(typeof(IActionHandler)))
            services.AddSingleton(provider => (IActionHandler)provider.GetRequiredService<THandler>());
        if (typeof(THandler).IsAssignableTo(typeof(IInternalHandler)))
            services.AddSingleton(provider => (IInternalHandler)provider.GetRequiredService<THandler>());
        return services;
    }

    private static void AddPump<THandler>(
        this IServiceCollection services,
        Func<IServiceProvider, LanePumpOptions> options,
        Func<IServiceProvider, IReadOnlyList<PumpGate>>? gates = null,
        bool waitsForSlack = true)
        where THandler : class, ILaneHandler
    {
        services.AddSingleton(provider => new LanePump(
            provider.GetRequiredService<THandler>(),
            provider.GetRequiredService<IHoldfastStore>(),
            provider.GetRequiredService<WorkerId>(),
            [.. waitsForSlack ? [new PumpGate(provider.GetRequiredService<WorkGate>())] : (PumpGate[])[], .. gates?.Invoke(provider) ?? []],
            provider.GetRequiredService<IBurials>(),
            options(provider) with { Lease = provider.GetRequiredService<IOptions<WorkerOptions>>().Value.Lease },
            provider.GetRequiredService<HoldfastMetrics>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<LanePump>>()));

        // Pumps are told apart by their queue, not by their type: a hosted service is registered by type only once.
        services.AddSingleton<IHostedService>(provider => ActivatorUtilities.CreateInstance<PumpLoop>(
            provider, provider.GetServices<LanePump>().Single(pump => pump.Queue == provider.GetRequiredService<THandler>().Queue)));
    }
}
