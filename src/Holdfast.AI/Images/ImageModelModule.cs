using Holdfast.Composition;
using Holdfast.Images;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Holdfast.AI.Images;

/// <summary>What this folder gives to a host.</summary>
public static class ImageModelModule
{
    /// <summary>The model that makes pictures, unless a module before has brought another one. It takes OpenAI's key where it has none of its own.</summary>
    /// <param name="services">Where it is registered.</param>
    public static IServiceCollection AddImageModel(this IServiceCollection services)
    {
        services.AddSingleton<IConfigurationRule, ImagesRule>();
        services.TryAddSingleton<IImageModel, ImageApi>();
        return services;
    }
}
