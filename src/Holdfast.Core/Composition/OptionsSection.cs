namespace Holdfast.Composition;

/// <summary>A section of the configuration. What it may hold is what the options have that it is bound to.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Options">The type of the options.</param>
/// <param name="IsUsed">Whether anything reads it as the server is configured; one that nothing reads may be incomplete.</param>
public sealed record OptionsSection(string Name, Type Options, bool IsUsed = true)
{
    /// <summary>Whether it holds any number of such options, each under a name of the operator's.</summary>
    public bool IsNamed { get; init; }
}
