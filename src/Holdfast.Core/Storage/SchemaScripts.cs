using System.Globalization;
using System.Reflection;

namespace Holdfast.Storage;

/// <summary>The numbered scripts of a provider's schema, embedded in its assembly: <c>Schema/001_initial.sql</c> and so on.</summary>
public static class SchemaScripts
{
    /// <summary>All of them, in order.</summary>
    /// <param name="provider">The provider's assembly, whose name is that of its root namespace.</param>
    public static IEnumerable<(int Number, string Sql)> Of(Assembly provider)
    {
        ArgumentNullException.ThrowIfNull(provider);
        var folder = $"{provider.GetName().Name}.Schema.";
        foreach (var name in provider.GetManifestResourceNames().Where(name => name.StartsWith(folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(provider.GetManifestResourceStream(name)!);
            yield return (int.Parse(name.AsSpan(folder.Length, 3), CultureInfo.InvariantCulture), reader.ReadToEnd());
        }
    }
}
