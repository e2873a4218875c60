namespace Holdfast.Hosting.Configuration;

/// <summary>What is wrong with a configuration, each with where it stands: "Health:Port must be a whole number" helps nobody who has to find the variable.</summary>
internal sealed class ProblemList(IConfiguration configuration)
{
    private readonly List<string> _all = [];

    public IReadOnlyList<string> All => _all;

    /// <summary>Notes one.</summary>
    /// <param name="path">The setting that is wrong.</param>
    /// <param name="text">What is wrong with it.</param>
    public void Add(string path, string text) => _all.Add(SettingOrigin.Of(configuration, path) is { } origin ? $"{text} (from {origin})" : text);
}
