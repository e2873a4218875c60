using Holdfast.Commands;
using Holdfast.Composition;
using Holdfast.Diagnostics;
using Holdfast.Interactions;
using Holdfast.Jobs.Processes;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Operators;
using Holdfast.Runs;
using Holdfast.Storage;
using Holdfast.Tools;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Holdfast.Jobs;

/// <summary>What this folder gives to a host.</summary>
public static class JobsModule
{
    /// <summary>
    /// Commands in the background. The tools are there only when they are enabled; what runs jobs always is, so that those which
    /// were ordered before they were switched off come to an end.
    /// </summary>
    /// <param name="services">Where it is registered.</param>
    /// <param name="configuration">The whole configuration; its own section is <c>Jobs</c>.</param>
    public static IServiceCollection AddJobs(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSection<JobOptions>(configuration, "Jobs");
        services.AddSingleton<IProcessRunner, ProcessRunner>();
        services.AddSingleton(static provider => new RecordRetention(JobRecords.Kind.Name, () => provider.GetRequiredService<IOptions<RunOptions>>().Value.Retention));
        services.AddWaitingFigure("jobs", static provider =>
            new WaitingFigure("jobs", "job", "running or queued", (team, cancellation) => provider.GetRequiredService<IRecordReader>().CountOpenJobsAsync(team, cancellation)));
        services.AddSingleton(new PersonalRecords(JobRecords.Kind.Name) { OnlyEnded = true });
        services.AddSingleton(JobRecords.Cancellations);
        services.AddSingleton<JobCards>();
        services.AddSingleton(static provider => new RecordRetention(JobReports.RecordKind, () => provider.GetRequiredService<IOptions<RunOptions>>().Value.Retention));
        services.AddSingleton<JobReports>();
        services.AddSingleton<JobRequests>();
        services.AddSingleton<JobEndings>();
        services.AddStaged<JobGuard>(StartStage.Ground);
        services.AddHandler<JobCanceller>();
        services.AddSubcommand<JobsCommand>();
        services.AddPump<JobRunner>(LaneQueue.Jobs, StartStage.Work, Options, static provider => [new PumpGate(provider.GetRequiredService<PauseSwitch>().Gate)]);

        var isEnabled = bool.TryParse(configuration["Jobs:Enabled"], out var enabled) && enabled;
        return services
            .AddTool<ExecTool>(ExecTool.ToolName, isEnabled)
            .AddTool<CodeTool>(CodeTool.ToolName, isEnabled && configuration.GetSection("Jobs:CodeCommand").GetChildren().Any());
    }

    private static LanePumpOptions Options(IServiceProvider provider) =>
        new LanePumpOptions { Concurrency = provider.GetRequiredService<IOptions<JobOptions>>().Value.Concurrency, StopPatience = TimeSpan.FromSeconds(2) }.SharedFairly(provider);
}
