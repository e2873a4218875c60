namespace Holdfast.Composition;

/// <summary>Something that must hold between settings, or of their names, beyond what each section says of itself.</summary>
public interface IConfigurationRule
{
    /// <summary>The sections whose options it reads: it is looked at when each of them is right in itself.</summary>
    IReadOnlyCollection<string> Sections { get; }

    /// <summary>What is wrong; nothing when nothing is.</summary>
    IEnumerable<ConfigurationProblem> Problems();
}
