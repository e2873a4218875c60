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
        if (services.InstancesOf<OptionsSection>().FirstOrDefault(section => section.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } taken)
            throw new InvalidOperationException($"The section {name} is that of {taken.Options.FullName} already: {typeof(TOptions).FullName} needs another name.");
        services.AddSingleton(new OptionsSection(name, typeof(TOptions), isUsed));
        return services.AddOptions().AddSingleton<IConfigureOptions<TOptions>>(new ConfigureOptions<TOptions>(options => SectionReader.Read(configuration.GetSection(name), options)));
    }
}
