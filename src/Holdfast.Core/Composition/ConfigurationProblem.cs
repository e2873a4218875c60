namespace Holdfast.Composition;

/// <summary>Something wrong with the configuration.</summary>
/// <param name="Key">The setting: <c>Section:Key</c>.</param>
/// <param name="Text">What is wrong and what to do, in a sentence that names the setting.</param>
public sealed record ConfigurationProblem(string Key, string Text);
