using Holdfast.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Holdfast.Composition;

/// <summary>How a module says which part of the configuration is its own.</summary>
public static class SectionRegistration
{
    /// <summary>Binds a section to its options, and makes it known: keys in it are checked, and any other section is refused.</summary>
    /// <typeparam name="TOptions">The options, with validation attributes.</typeparam>
    /// <param name="services">Where it is registered.</param>
    /// <param name="configuration">The whole configuration.</param>
    /// <param name="name">The section's name.</param>
    /// <param name="isUsed">Whether anything reads it as the server is configured.</param>
    /// <exception cref="InvalidOperationException">Another module has a section of that name.</exception>
    public static IServiceCollection AddSection<TOptions>(this IServiceCollection services, IConfiguration configuration, string name, bool isUsed = true)
        where TOptions : class
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.Claim(new OptionsSection(name, typeof(TOptions), isUsed));
        return services.AddOptions().AddSingleton<IConfigureOptions<TOptions>>(new ConfigureOptions<TOptions>(options => SectionReader.Read(configuration.GetSection(name), options)));
    }

    /// <summary>Binds a section that holds any number of the same options, each under a name of the operator's; they come as <see cref="NamedOptions{TOptions}"/>.</summary>
    /// <typeparam name="TOptions">The options of each, with validation attributes.</typeparam>
    /// <param name="services">Where it is registered.</param>
    /// <param name="configuration">The whole configuration.</param>
    /// <param name="name">The section's name.</param>
    /// <param name="isUsed">Whether anything reads it as the server is configured.</param>
    /// <exception cref="InvalidOperationException">Another module has a section of that name.</exception>
    public static IServiceCollection AddNamedSections<TOptions>(this IServiceCollection services, IConfiguration configuration, string name, bool isUsed = true)
        where TOptions : class, new()
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.Claim(new OptionsSection(name, typeof(TOptions), isUsed) { IsNamed = true });
        return services.AddOptions().AddSingleton<IConfigureOptions<NamedOptions<TOptions>>>(new ConfigureOptions<NamedOptions<TOptions>>(options =>
        {
            foreach (var part in configuration.GetSection(name).GetChildren())
                options.All[part.Key] = SectionReader.Read<TOptions>(part);
        }));
    }

    private static void Claim(this IServiceCollection services, OptionsSection section)
    {
        if (services.InstancesOf<OptionsSection>().FirstOrDefault(other => other.Name.Equals(section.Name, StringComparison.OrdinalIgnoreCase)) is { } taken)
            throw new InvalidOperationException($"The section {section.Name} is that of {taken.Options.FullName} already: {section.Options.FullName} needs another name.");
        services.AddSingleton(section);
    }
}
