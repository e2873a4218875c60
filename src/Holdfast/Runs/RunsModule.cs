using Holdfast.Answers.Mentions;
using Holdfast.Commands;
using Holdfast.Composition;
using Holdfast.Conversations;
using Holdfast.Interactions;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Operators;
using Holdfast.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Holdfast.Runs;

/// <summary>What this folder gives to a host.</summary>
public static class RunsModule
{
    /// <summary>Messages answered by the agent, with the buttons that stop a run and begin it again.</summary>
    /// <param name="services">Where it is registered.</param>
    /// <param name="configuration">The whole configuration; its own section is <c>Runs</c>.</param>
    public static IServiceCollection AddRuns(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSection<RunOptions>(configuration, "Runs");
        services.AddSingleton(RunRecords.Stops);
        services.AddSingleton<RunRetention>();
        services.AddSingleton(static provider => new RecordRetention(ConversationSummary.RecordKind, () => provider.GetRequiredService<IOptions<MemoryOptions>>().Value.TimeToLive * 2));
        services.AddSingleton(new MadeOfWords(static turn => ConversationId.TryParse(turn.Conversation, out var conversation) ? [ConversationSummary.KeyOf(conversation)] : []));
        services.AddSingleton(new PersonalRecords(RunRecords.RetentionKind));
        services.TryAddSingleton<IMentionNames, MentionedPeople>();
        services.AddSingleton<RunTransitions>();
        services.AddSingleton<RunNaming>();
        services.AddSingleton<RunAdmission>();
        services.AddSingleton<RunMerging>();
        services.AddSingleton<RunOpening>();
        services.AddSingleton<RunReading>();
        services.AddSingleton<RunRemembering>();
        services.AddSingleton<AgentConversation>();
        services.AddSingleton<RunAttempt>();
        services.AddSingleton<EarlierClicks>();
        services.AddSingleton<ModelCalls>();
        services.AddSingleton<RunMetrics>();
        services.AddSingleton<ICommitWatcher, RunLog>();
        services.AddSubcommand<RunsCommand>();
        services.AddHandler<RunStopper>().AddHandler<RunRetrier>();
        services.AddPump<RunExecutor>(LaneQueue.Inbound, StartStage.Work, Options, static provider => [new PumpGate(provider.GetRequiredService<PauseSwitch>().Gate, Interrupts: true)]);
        services.AddSingleton<SessionSign>();
        services.AddSingleton<ThinkingStatus>();
        services.AddSingleton<IWaitingSign>(static provider => provider.GetRequiredService<ThinkingStatus>());
        services.AddSingleton<RunObservers>();
        services.AddSingleton<IRunObserver>(static provider => provider.GetRequiredService<ThinkingStatus>());
        services.AddRunObserver<WorkingNotice>();
        services.AddSingleton<LongRuns>();
        services.AddSingleton<IRunObserver>(static provider => provider.GetRequiredService<LongRuns>());
        services.AddStaged(StartStage.Work, static provider => provider.GetRequiredService<LongRuns>());
        return services.AddStaged(StartStage.Work, static provider => provider.GetRequiredService<ThinkingStatus>());
    }

    /// <summary>An observer of runs.</summary>
    /// <typeparam name="TObserver">What it is.</typeparam>
    /// <param name="services">Where it is registered.</param>
    public static IServiceCollection AddRunObserver<TObserver>(this IServiceCollection services)
        where TObserver : class, IRunObserver => services.AddSingleton<IRunObserver, TObserver>();

    private static LanePumpOptions Options(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<RunOptions>>().Value;
        return new LanePumpOptions { Concurrency = options.Concurrency, StopPatience = options.StopPatience }.SharedFairly(provider);
    }
}
