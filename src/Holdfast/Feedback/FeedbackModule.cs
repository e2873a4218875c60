using Holdfast.Composition;
using Holdfast.Interactions;
using Holdfast.Runs;
using Holdfast.Storage;
using Holdfast.ViewFlow;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Feedback;

/// <summary>What this folder gives to a host.</summary>
public static class FeedbackModule
{
    /// <summary>What people think of answers.</summary>
    /// <param name="services">Where it is registered.</param>
    /// <param name="configuration">The whole configuration; its own section is <c>Feedback</c>.</param>
    public static IServiceCollection AddFeedback(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSection<FeedbackOptions>(configuration, "Feedback");
        services.AddSingleton<IAnswerFooter, FeedbackFooter>();
        services.AddSingleton<IFlowFigure, FeedbackFigure>();
        services.AddSingleton(new PersonalRecords(FeedbackRecord.Kind));
        return services.AddHandler<FeedbackClicks>();
    }
}
