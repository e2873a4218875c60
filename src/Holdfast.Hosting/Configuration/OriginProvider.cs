namespace Holdfast.Hosting.Configuration;

/// <summary>Settings that know where each of them comes from.</summary>
internal sealed class OriginProvider : ConfigurationProvider, IConfigurationSource
{
    private readonly Dictionary<string, string> _origins = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes them.</summary>
    /// <param name="settings">Of several for one key the last counts.</param>
    public OriginProvider(IEnumerable<(string Key, string Value, string Origin)> settings)
    {
        foreach (var (key, value, origin) in settings)
            (Data[key], _origins[key]) = (value, origin);
    }

    /// <summary>Where one comes from.</summary>
    public string? OriginOf(string key) => _origins.GetValueOrDefault(key);

    /// <inheritdoc/>
    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;
}
