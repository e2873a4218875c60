namespace Holdfast.Hosting.Configuration;

/// <summary>The configuration is wrong. The message lists everything that is, with the remedy.</summary>
internal sealed class ConfigurationException(IReadOnlyList<string> problems)
    : Exception(problems.Count == 1
        ? problems[0]
        : $"the configuration has {problems.Count} problems:{string.Concat(problems.Select(problem => $"\n  - {problem}"))}")
{
    public IReadOnlyList<string> Problems => problems;
}
