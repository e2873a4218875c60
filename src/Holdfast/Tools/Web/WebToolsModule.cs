using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Tools.Web;

/// <summary>What this folder gives to a host.</summary>
public static class WebToolsModule
{
    /// <summary>Reading the web. Fetching must be there (<c>AddFetching</c>).</summary>
    /// <param name="services">Where it is registered.</param>
    public static IServiceCollection AddWebTools(this IServiceCollection services) => services.AddTool<FetchPageTool>(FetchPageTool.ToolName);
}
