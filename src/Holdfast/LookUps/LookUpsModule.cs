using Holdfast.Inbound;
using Holdfast.Storage;
using Holdfast.Tools;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.LookUps;

/// <summary>What this folder gives to a host.</summary>
public static class LookUpsModule
{
    /// <summary>Tools that look something up in Slack, for whoever asks and may see it.</summary>
    /// <param name="services">Where it is registered.</param>
    public static IServiceCollection AddLookUps(this IServiceCollection services)
    {
        services.AddSingleton<LookUpCalls>();
        services.AddSingleton<ChannelAccess>();
        services.AddSingleton<ChannelNames>();
        services.AddSingleton<WorkspaceLists>();
        services.AddSingleton<HistoryReading>();
        services.AddSingleton<SaidMessages>();
        services.AddSingleton(static _ => new RecordRetention(SearchTokens.RecordKind, static () => SearchTokens.Retention));
        services.AddSingleton<SearchMessagesTool>();
        services.AddToolSource<SearchSource>(SearchMessagesTool.ToolName);
        services.AddTool<ReadThreadTool>(ReadThreadTool.ToolName);
        services.AddTool<ReadChannelTool>(ReadChannelTool.ToolName);
        services.AddTool<FindPeopleTool>(FindPeopleTool.ToolName);
        return services.AddTool<FindChannelsTool>(FindChannelsTool.ToolName);
    }
}
