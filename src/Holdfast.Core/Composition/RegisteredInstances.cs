using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Composition;

/// <summary>What modules have said of themselves, readable before anything is made of what they registered.</summary>
public static class RegisteredInstances
{
    /// <summary>The instances of a type, in the order of their registration.</summary>
    /// <typeparam name="TInstance">The type.</typeparam>
    /// <param name="services">Where they were registered.</param>
    public static IEnumerable<TInstance> InstancesOf<TInstance>(this IServiceCollection services) =>
        services.Select(service => service.ImplementationInstance).OfType<TInstance>();
}
