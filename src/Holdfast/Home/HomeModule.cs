using Holdfast.Interactions;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Home;

/// <summary>What this folder gives to a host.</summary>
public static class HomeModule
{
    /// <summary>The app's home.</summary>
    /// <param name="services">Where it is registered.</param>
    public static IServiceCollection AddHome(this IServiceCollection services) => services.AddHandler<HomeTab>();
}
