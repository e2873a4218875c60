using Holdfast.Composition;
using Holdfast.Diagnostics;
using Holdfast.Interactions;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Holdfast.Backfill;

/// <summary>What this folder gives to a host.</summary>
public static class BackfillModule
{
    /// <summary>So long a button under an old question works.</summary>
    private static readonly TimeSpan QuestionsKept = TimeSpan.FromDays(30);

    /// <summary>Longer than any of it may take, and long enough to be looked at.</summary>
    private static readonly TimeSpan KeptBeyondAge = TimeSpan.FromDays(7);

    /// <summary>What was missed in an outage is read from Slack's history.</summary>
    /// <param name="services">Where it is registered.</param>
    /// <param name="configuration">The whole configuration; its own section is <c>Backfill</c>.</param>
    public static IServiceCollection AddBackfill(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSection<BackfillOptions>(configuration, "Backfill");
        services.AddSingleton(static provider => new RecordRetention(BackfillRecords.Progress.Name, () => Kept(provider)));
        services.AddSingleton(new RecordRetention(BackfillRecords.Message, static () => QuestionsKept));
        services.AddSingleton(new PersonalRecords(BackfillRecords.Message));
        services.AddSingleton(new RecordRetention(BackfillRecords.Question.Name, static () => QuestionsKept));
        services.AddSingleton<PagedCalls>();
        services.AddSingleton<ChannelListing>();
        services.AddSingleton<ChannelReading>();
        services.AddSingleton<MissedIntake>();
        services.AddSingleton<OldQuestions>();
        services.AddHandler<OldQuestionClicks>().AddHandler<OldQuestionDecisions>();
        services.AddHealthSource<BackfillHealth>();

        // Behind the way in, whose opening it waits for.
        services.AddStaged<HearingWatch>(StartStage.Intake);
        return services.AddPump<BackfillHandler>(LaneQueue.Backfill, StartStage.Work, static _ => new LanePumpOptions { Concurrency = 1, StopPatience = TimeSpan.FromSeconds(5) });
    }

    private static TimeSpan Kept(IServiceProvider provider) => provider.GetRequiredService<IOptions<BackfillOptions>>().Value.MaxAge + KeptBeyondAge;
}
