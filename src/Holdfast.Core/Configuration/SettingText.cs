using System.ComponentModel;
using System.Globalization;

namespace Holdfast.Configuration;

/// <summary>
/// Values of the configuration, read from their text. For the usual types not by .NET's converters, which are looked for by reflection: that, and
/// looking for the rules of each value, was a quarter of a start.
/// </summary>
public static class SettingText
{
    /// <summary>The value that a text stands for.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="text">How it was written.</param>
    /// <exception cref="Exception">It stands for no value of that type.</exception>
    public static object? Read(Type type, string text)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(text);
        if (type == typeof(string))
            return text;
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return text.Length == 0 ? null : Read(underlying, text);
        var trimmed = text.AsSpan().Trim();
        if (type.IsEnum)
            return Enum.Parse(type, trimmed, ignoreCase: true);
        if (type == typeof(Uri))
            return text.Length == 0 ? null : new Uri(text, UriKind.RelativeOrAbsolute);
        if (type == typeof(TimeSpan))
            return TimeSpan.Parse(trimmed, CultureInfo.InvariantCulture);
        return Type.GetTypeCode(type) switch
        {
            TypeCode.Boolean => bool.Parse(trimmed),
            TypeCode.Int32 => int.Parse(trimmed, NumberStyles.Integer, CultureInfo.InvariantCulture),
            TypeCode.Int64 => long.Parse(trimmed, NumberStyles.Integer, CultureInfo.InvariantCulture),
            TypeCode.Double => double.Parse(trimmed, NumberStyles.Float, CultureInfo.InvariantCulture),
            TypeCode.Decimal => decimal.Parse(trimmed, NumberStyles.Float, CultureInfo.InvariantCulture),

            // Somebody's own section may have any type that can be written down.
            _ => TypeDescriptor.GetConverter(type).ConvertFromInvariantString(text),
        };
    }
}
