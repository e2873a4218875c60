using Holdfast.Composition;
using Holdfast.Interactions;
using Holdfast.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Assistant;

/// <summary>What this folder gives to a host.</summary>
public static class AssistantModule
{
    /// <summary>Chats with the app beside what people look at.</summary>
    /// <param name="services">Where it is registered.</param>
    /// <param name="configuration">The whole configuration; its own section is <c>Assistant</c>.</param>
    public static IServiceCollection AddAssistant(this IServiceCollection services, IConfiguration configuration) => services
        .AddSection<AssistantOptions>(configuration, "Assistant")
        .AddSingleton(new RecordRetention(Beside.Kind, static () => Beside.Kept))
        .AddHandler<AssistantEvents>();
}
