using Holdfast.AI;
using Holdfast.AI.Images;
using Holdfast.Access;
using Holdfast.Admission;
using Holdfast.Agents;
using Holdfast.Agents.External;
using Holdfast.Approvals;
using Holdfast.Assistant;
using Holdfast.Approvals.Verbs;
using Holdfast.Attachments;
using Holdfast.Audit;
using Holdfast.Audit.Showing;
using Holdfast.Backfill;
using Holdfast.Commands;
using Holdfast.Composition;
using Holdfast.Connection;
using Holdfast.Conversations;
using Holdfast.Deliveries;
using Holdfast.Diagnostics;
using Holdfast.Feedback;
using Holdfast.Home;
using Holdfast.Hosting.Documents;
using Holdfast.Hosting.Health;
using Holdfast.Hosting.Limits;
using Holdfast.Hosting.Logs;
using Holdfast.Hosting.Measurements;
using Holdfast.Hosting.ServiceManager;
using Holdfast.Hosting.SlackRequests;
using Holdfast.Hosting.Verbs;
using Holdfast.Http;
using Holdfast.Http.Fetching;
using Holdfast.Images;
using Holdfast.Inbound;
using Holdfast.Ingress;
using Holdfast.Interactions;
using Holdfast.Jobs;
using Holdfast.Jobs.Verbs;
using Holdfast.Lanes;
using Holdfast.LookUps;
using Holdfast.Mcp;
using Holdfast.Ledger;
using Holdfast.Ledger.Verbs;
using Holdfast.Limits;
using Holdfast.Notifications;
using Holdfast.Notifications.Alerts;
using Holdfast.Notifications.Channels;
using Holdfast.Notifications.Heartbeats;
using Holdfast.Notifications.Webhooks;
using Holdfast.Operators;
using Holdfast.Operators.DeadLetters;
using Holdfast.Operators.Gates;
using Holdfast.Postgres;
using Holdfast.PersonalData;
using Holdfast.Redis;
using Holdfast.Runs;
using Holdfast.Runs.Verbs;
using Holdfast.Sessions;
using Holdfast.Settings;
using Holdfast.Settings.Forms;
using Holdfast.Sqlite;
using Holdfast.Storage;
using Holdfast.Streams;
using Holdfast.Threads;
using Holdfast.Timers;
using Holdfast.Timers.Verbs;
using Holdfast.Tools;
using Holdfast.Tools.BuiltIn;
using Holdfast.Tools.Web;
using Holdfast.Upkeep;
using Holdfast.ViewFlow;
using Holdfast.Welcome;
using Holdfast.Workers;
using Holdfast.Workspaces;

namespace Holdfast.Hosting.Modules;

/// <summary>What the server is made of: a table of contents. Modules are added before the configuration is checked, since they say what it may hold.</summary>
/// <param name="own">Those of the program that the server runs in. They come first: where two bring the same, the first is taken.</param>
internal sealed class ServerModules(IReadOnlyList<Action<IServiceCollection, IConfiguration>> own)
{
    /// <summary>Holdfast alone.</summary>
    public static ServerModules Default { get; } = new([]);

    /// <summary>Adds all of them.</summary>
    public IServiceCollection AddTo(IServiceCollection services, IConfiguration configuration)
    {
        foreach (var module in own)
            module(services, configuration);
        return services
            .AddPostgresStore(configuration)
            .AddSqliteStore(configuration)
            .AddReaders()
            .AddDiagnostics()
            .AddLogs(configuration)
            .AddMeasurements()
            .AddOutgoingHttp()
            .AddFetching(configuration)
            .AddLanes(configuration)
            .AddWorkers(configuration)
            .AddUpkeep()
            .AddWorkspaces(configuration)
            .AddConnection(configuration)
            .AddSlackRequests()
            .AddInbound(configuration)
            .AddIngress()
            .AddBackfill(configuration)
            .AddRedis(configuration)
            .AddConversations(configuration)
            .AddSessions()
            .AddDeliveries(configuration)
            .AddInteractions(configuration)
            .AddOperators(configuration)
            .AddAudit(configuration)
            .AddAdmissions()
            .AddAccess(configuration)
            .AddLimits(configuration)
            .AddCommands()
            .AddHome()
            .AddWelcome(configuration)
            .AddAssistant(configuration)
            .AddSettings(configuration)
            .AddTools(configuration)
            .AddBuiltInTools()
            .AddWebTools()
            .AddMcp(configuration)
            .AddAgents(configuration)
            .AddExternalAgent(configuration)
            .AddChatAgent(configuration)
            .AddThreads()
            .AddAttachments(configuration)
            .AddDocuments()
            .AddImages(configuration)
            .AddImageModel()
            .AddRuns(configuration)
            .AddSettingsForms()
            .AddLookUps()
            .AddLedger(configuration)
            .AddAuditShowing()
            .AddStreams(configuration)
            .AddApprovals(configuration)
            .AddViewFlow()
            .AddFeedback(configuration)
            .AddJobs(configuration)
            .AddTimers(configuration)
            .AddNotifications(configuration)
            .AddChannels()
            .AddWebhooks()
            .AddAlerts()
            .AddHeartbeat(configuration)
            .AddHealth(configuration)
            .AddServiceManager()
            .AddClientLimits(configuration)
            .AddPersonalData()
            .AddHostingVerbs()
            .AddRunVerbs()
            .AddApprovalVerbs()
            .AddTimerVerbs()
            .AddJobVerbs()
            .AddUsageVerb()
            .AddDeadLetterVerbs()
            .AddGateVerbs()
            .StartByStages();
    }

    /// <summary>All of them, for what they say about the configuration.</summary>
    public IServiceCollection Describe(IConfiguration configuration) => AddTo(new ServiceCollection().AddSingleton(configuration), configuration);
}
