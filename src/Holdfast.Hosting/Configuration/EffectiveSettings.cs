using System.Collections;
using System.Globalization;
using System.Reflection;
using Holdfast.Composition;
using Holdfast.Configuration;
using Holdfast.Hosting.Modules;

namespace Holdfast.Hosting.Configuration;

/// <summary>A setting as it counts.</summary>
/// <param name="Key">Its name: <c>Section:Key</c>.</param>
/// <param name="Value">Its value, or three stars in place of a secret.</param>
/// <param name="Source">Where that comes from.</param>
internal sealed record EffectiveSetting(string Key, string Value, string Source);

/// <summary>
/// Every setting with its value, for whoever looks for the one that is not what they believed. What may be a secret is not shown: a value is shown when its type
/// can hold none, or its name promises so; of an address only where it leads.
/// </summary>
internal static class EffectiveSettings
{
    private const string Hidden = "***";
    private const string Default = "default";

    /// <summary>The settings.</summary>
    /// <param name="configuration">What was read; whatever is wrong with it.</param>
    /// <param name="modules">Know what it may hold.</param>
    /// <param name="all">Whether those are wanted as well that nobody has set.</param>
    public static IEnumerable<EffectiveSetting> Of(IConfigurationRoot configuration, ServerModules modules, bool all)
    {
        var sections = modules.Describe(configuration).InstancesOf<OptionsSection>().ToList();
        var settings = configuration.AsEnumerable().Where(setting => setting.Value is not null)
            .Select(setting => new EffectiveSetting(setting.Key, Shown(setting.Key, setting.Value!, PropertyOf(sections, setting.Key)), SettingOrigin.Of(configuration, setting.Key) ?? "unknown"))
            .ToDictionary(setting => setting.Key, StringComparer.OrdinalIgnoreCase);
        if (all)
        {
            foreach (var setting in sections.Where(section => !section.IsNamed).SelectMany(Defaults))
                settings.TryAdd(setting.Key, setting);
        }

        return settings.Values.OrderBy(setting => setting.Key, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The property that a setting goes into; null of a key that nothing knows, such as a misspelt one.</summary>
    private static PropertyInfo? PropertyOf(IEnumerable<OptionsSection> sections, string key)
    {
        foreach (var section in sections)
        {
            if (!key.StartsWith(section.Name + ConfigurationPath.KeyDelimiter, StringComparison.OrdinalIgnoreCase))
                continue;
            var parts = key[(section.Name.Length + 1)..].Split(ConfigurationPath.KeyDelimiter);
            var at = section.IsNamed ? 1 : 0;
            return parts.Length > at ? section.Options.GetProperty(parts[at], BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase) : null;
        }

        return null;
    }

    private static string Shown(string key, string value, PropertyInfo? property)
    {
        if (value.Length == 0)
            return "";
        if (key.StartsWith(ConfigurationCheck.Levels + ConfigurationPath.KeyDelimiter, StringComparison.OrdinalIgnoreCase))
            return value;
        if (property is null || property.GetCustomAttribute<SecretAttribute>() is not null)
            return Hidden;
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (type.IsPrimitive || type.IsEnum || type == typeof(decimal) || type == typeof(TimeSpan))
            return value;

        // Headers, variables of other programs and their arguments are where people put tokens. Values that can be chosen from hold none.
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IDictionary<,>))
            return type.GetGenericArguments()[1].IsEnum ? value : Hidden;
        if (MayHold(property.Name))
            return Hidden;
        return Uri.TryCreate(value, UriKind.Absolute, out var address) && address.Authority.Length > 0 ? Place(address) : value;
    }

    private static bool MayHold(string name) =>
        ConfigurationCheck.MayBeSecret(name) || name.Contains("password", StringComparison.OrdinalIgnoreCase) || name.Contains("argument", StringComparison.OrdinalIgnoreCase)
            || name.Contains("environment", StringComparison.OrdinalIgnoreCase);

    /// <summary>Where an address leads, without user, password, parameters, and a path that a webhook's secret may be in.</summary>
    private static string Place(Uri address)
    {
        var user = address.UserInfo.Length > 0 ? Hidden + "@" : "";
        var port = address.IsDefaultPort || address.Port < 0 ? "" : string.Create(CultureInfo.InvariantCulture, $":{address.Port}");
        var path = address.AbsolutePath.Length > 20 ? "/" + Hidden : address.AbsolutePath.TrimEnd('/');
        return $"{address.Scheme}://{user}{address.Host}{port}{path}{(address.Query.Length > 0 ? "?" + Hidden : "")}";
    }

    private static IEnumerable<EffectiveSetting> Defaults(OptionsSection section)
    {
        var options = Activator.CreateInstance(section.Options)!;
        foreach (var property in section.Options.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite))
        {
            var text = property.GetValue(options) switch
            {
                null => "",
                string word => word,
                IEnumerable => "",
                var value => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
            };
            yield return new EffectiveSetting($"{section.Name}:{property.Name}", text, Default);
        }
    }
}
