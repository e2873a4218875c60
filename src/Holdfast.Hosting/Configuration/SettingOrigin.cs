using Microsoft.Extensions.Configuration.Json;

namespace Holdfast.Hosting.Configuration;

/// <summary>Where a setting comes from, in the words of whoever is to correct it: a variable, a file, the command line.</summary>
internal static class SettingOrigin
{
    /// <summary>The origin of a setting, or of the first one below it; null when it is not set.</summary>
    public static string? Of(IConfiguration configuration, string path)
    {
        if (configuration is not IConfigurationRoot root)
            return null;
        foreach (var provider in root.Providers.Reverse())
        {
            if (Find(provider, path) is { } key)
                return provider switch
                {
                    OriginProvider known => known.OriginOf(key),
                    JsonConfigurationProvider { Source: { Path: { } file } source } => source.FileProvider?.GetFileInfo(file).PhysicalPath ?? file,
                    _ => null,
                };
        }

        return null;
    }

    /// <summary>The setting itself, or one below it: of a misspelt section nothing else is there.</summary>
    private static string? Find(IConfigurationProvider provider, string path)
    {
        if (provider.TryGet(path, out _))
            return path;
        foreach (var child in provider.GetChildKeys([], path).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            if (Find(provider, ConfigurationPath.Combine(path, child)) is { } key)
                return key;
        }

        return null;
    }
}
