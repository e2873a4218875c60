using Holdfast.Interactions;
using Holdfast.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Home;

/// <summary>What this folder gives to a host, and to features that bring a section.</summary>
public static class HomeModule
{
    /// <summary>The app's home.</summary>
    /// <param name="services">Where it is registered.</param>
    public static IServiceCollection AddHome(this IServiceCollection services)
    {
        services.AddSingleton(new RecordRetention(HomeNews.RecordKind, static () => HomeNews.Kept));
        return services.AddSingleton<HomeNews>().AddHandler<HomeTab>();
    }

    /// <summary>A part of the app's home.</summary>
    /// <typeparam name="TSection">What it is.</typeparam>
    /// <param name="services">Where it is registered.</param>
    public static IServiceCollection AddHomeSection<TSection>(this IServiceCollection services)
        where TSection : class, IHomeSection => services.AddSingleton<IHomeSection, TSection>();
}
