using Holdfast.Composition;
using Holdfast.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Holdfast.Tools;

/// <summary>What this folder gives to a host, and to features that bring tools.</summary>
public static class ToolsModule
{
    /// <summary>The tools under the operator's policy, which features bring, and the <see cref="HttpClient"/> that they ask for.</summary>
    /// <param name="services">Where it is registered.</param>
    /// <param name="configuration">The whole configuration; its own section is <c>Tools</c>.</param>
    public static IServiceCollection AddTools(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSection<ToolOptions>(configuration, "Tools");
        services.AddSingleton<IConfigurationRule, ToolPolicyRule>();
        services.AddSingleton<ToolBox>();

        // Only tools, and what they use, ask for a bare HttpClient: all others say what theirs is for.
        services.TryAddSingleton(static provider => provider.GetRequiredService<OutgoingHttp>().CreateClient(HttpPurpose.Tool));
        return services;
    }

    /// <summary>A tool of the agent's.</summary>
    /// <typeparam name="TTool">What it is.</typeparam>
    /// <param name="services">Where it is registered.</param>
    /// <param name="name">Its name, which the tool must have as well.</param>
    /// <param name="isEnabled">Whether it is there; a policy for it may stand in the configuration before it is.</param>
    public static IServiceCollection AddTool<TTool>(this IServiceCollection services, string name, bool isEnabled = true)
        where TTool : class, IAgentTool
    {
        services.AddSingleton(new ToolName(name));
        return isEnabled ? services.AddSingleton(provider => Create<TTool>(provider, name)) : services;
    }

    /// <summary>Where tools come from that come and go.</summary>
    /// <typeparam name="TSource">What it is.</typeparam>
    /// <param name="services">Where it is registered.</param>
    /// <param name="prefix">What the names of its tools begin with, which the source must say as well.</param>
    public static IServiceCollection AddToolSource<TSource>(this IServiceCollection services, string prefix)
        where TSource : class, IToolSource
    {
        return services.AddToolSource(prefix, static provider => ActivatorUtilities.CreateInstance<TSource>(provider));
    }

    /// <summary>Where tools come from that come and go: one of several of a kind.</summary>
    /// <param name="services">Where it is registered.</param>
    /// <param name="prefix">What the names of its tools begin with, which the source must say as well.</param>
    /// <param name="create">Makes it.</param>
    public static IServiceCollection AddToolSource(this IServiceCollection services, string prefix, Func<IServiceProvider, IToolSource> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        services.AddSingleton(new ToolPrefix(prefix));
        return services.AddSingleton(provider =>
        {
            var source = create(provider);
            return source.Prefix == prefix
                ? source
                : throw new InvalidOperationException($"{source.GetType().Name} was added for tools that begin with '{prefix}', and says '{source.Prefix}': policies would not hold for them.");
        });
    }

    private static IAgentTool Create<TTool>(IServiceProvider provider, string name)
        where TTool : class, IAgentTool
    {
        var tool = ActivatorUtilities.CreateInstance<TTool>(provider);
        return tool.Name == name
            ? tool
            : throw new InvalidOperationException($"The tool {typeof(TTool).Name} was added as '{name}' and calls itself '{tool.Name}': a policy for either would not hold for the other.");
    }
}
