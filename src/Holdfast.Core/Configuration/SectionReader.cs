using System.Collections;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace Holdfast.Configuration;

/// <summary>
/// Options from their section: values, lists of text, and names with values. Keys that the options do not have are passed over; the check of the
/// configuration has named them.
/// </summary>
public static class SectionReader
{
    /// <summary>The options that a section holds; what it does not say is as by default.</summary>
    /// <typeparam name="TOptions">The type of the options.</typeparam>
    /// <param name="section">The section.</param>
    public static TOptions Read<TOptions>(IConfigurationSection section)
        where TOptions : class, new()
    {
        var options = new TOptions();
        Read(section, options);
        return options;
    }

    /// <summary>Puts what a section says into options.</summary>
    /// <param name="section">The section.</param>
    /// <param name="options">The options.</param>
    /// <exception cref="FormatException">A value cannot be read; the check of the configuration has said so.</exception>
    public static void Read(IConfigurationSection section, object options)
    {
        ArgumentNullException.ThrowIfNull(section);
        ArgumentNullException.ThrowIfNull(options);
        foreach (var child in section.GetChildren())
        {
            var property = options.GetType().GetProperty(child.Key, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase);
            if (property is { CanWrite: true })
                Read(child, options, property);
        }
    }

    private static void Read(IConfigurationSection value, object options, PropertyInfo property)
    {
        if (property.GetValue(options) is IList<string> list)
        {
            foreach (var text in value.GetChildren().Select(child => child.Value).OfType<string>())
                list.Add(text);
        }
        else if (property.PropertyType.IsGenericType && property.GetValue(options) is IDictionary names)
        {
            foreach (var name in value.GetChildren().Where(child => child.Value is not null))
                names[name.Key] = SettingText.Read(property.PropertyType.GetGenericArguments()[1], name.Value!);
        }
        else if (value.Value is { } text)
        {
            property.SetValue(options, SettingText.Read(property.PropertyType, text));
        }
    }
}
