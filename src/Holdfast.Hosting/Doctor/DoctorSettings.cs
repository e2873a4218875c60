using Holdfast.Hosting.Configuration;

namespace Holdfast.Hosting.Doctor;

/// <summary>The configuration as far as it can be read, and what is wrong with it.</summary>
/// <param name="all">Everything that is set; null when it cannot be read at all.</param>
/// <param name="problems">What is wrong with it.</param>
internal sealed class DoctorSettings(IConfigurationRoot? all, IReadOnlyList<string> problems)
{
    public IReadOnlyList<string> Problems => problems;

    /// <summary>What options can be bound to: values that cannot be read are left out.</summary>
    public IConfiguration Readable { get; } = new ConfigurationBuilder()
        .AddInMemoryCollection(all?.AsEnumerable().Where(pair => !problems.Any(problem => problem.StartsWith(pair.Key + " must ", StringComparison.Ordinal))) ?? [])
        .Build();

    /// <summary>Every value that must not be shown.</summary>
    public IReadOnlyList<string> Secrets { get; } =
    [
        .. all?.AsEnumerable()
            .Where(pair => ConfigurationCheck.MayBeSecret(pair.Key[(pair.Key.LastIndexOf(':') + 1)..]))
            .Select(pair => pair.Value ?? "")
            .Where(value => value.Length > 0) ?? [],
    ];

    /// <summary>The first of some settings that cannot be relied on, in words; null when all can.</summary>
    public string? Doubt(IReadOnlyList<string> keys) =>
        all is null && keys.Count > 0 ? "the configuration" : keys.FirstOrDefault(IsDoubtful);

    /// <summary>A problem names the key, whether it is wrong or what a misspelt one may mean; a misspelt section may have held it.</summary>
    private bool IsDoubtful(string key) => problems.Any(problem =>
        problem.Contains(key, StringComparison.OrdinalIgnoreCase)
        || problem.Contains($"Did you mean {key[..key.IndexOf(':', StringComparison.Ordinal)]}?", StringComparison.OrdinalIgnoreCase));
}
