namespace Holdfast.Configuration;

/// <summary>What is said of a key that nothing reads.</summary>
public static class UnknownKey
{
    /// <summary>A sentence with the nearest known key, or with all of them where none is near.</summary>
    /// <param name="path">The key with its section.</param>
    /// <param name="known">The keys known there.</param>
    /// <param name="prefix">The section with its colon.</param>
    public static string Describe(string path, IEnumerable<string> known, string prefix)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(prefix);
        var names = known.Order(StringComparer.Ordinal).ToList();
        var key = path[prefix.Length..];
        var nearest = names.Select(name => (Name: name, Distance: EditDistance.Between(key, name))).MinBy(candidate => candidate.Distance);
        return nearest.Name is not null && nearest.Distance <= Math.Max(2, key.Length / 2)
            ? $"{path} is not known. Did you mean {prefix}{nearest.Name}?"
            : $"{path} is not known. Known here: {string.Join(", ", names)}.";
    }
}
