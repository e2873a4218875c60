using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Tools.BuiltIn;

/// <summary>What this folder gives to a host.</summary>
public static class BuiltInToolsModule
{
    /// <summary>The tools that belong to no feature.</summary>
    /// <param name="services">Where it is registered.</param>
    public static IServiceCollection AddBuiltInTools(this IServiceCollection services) => services.AddTool<CurrentTimeTool>(CurrentTimeTool.ToolName);
}
