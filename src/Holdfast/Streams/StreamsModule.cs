using Holdfast.Composition;
using Holdfast.Runs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Streams;

/// <summary>What this folder gives to a host.</summary>
public static class StreamsModule
{
    /// <summary>Answers are shown while they are written.</summary>
    /// <param name="services">Where it is registered.</param>
    /// <param name="configuration">The whole configuration; its own section is <c>Streams</c>.</param>
    public static IServiceCollection AddStreams(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSection<StreamOptions>(configuration, "Streams");
        services.AddSingleton<StreamPace>();
        services.AddSingleton<LiveWriters>();
        return services.AddRunObserver<AnswerStreamer>();
    }
}
