namespace Holdfast.Settings;

/// <summary>
/// An agent that heeds the model and the instructions of a turn's settings. A module that brings such an agent registers it; where there is none, people are
/// offered neither.
/// </summary>
public interface ISettableAgent
{
    /// <summary>The models that may be chosen, by the operator's names.</summary>
    IReadOnlyList<string> Models { get; }

    /// <summary>Those of its models that can be told how much to think, by the operator's names. Default: none.</summary>
    IReadOnlyList<string> WithEffort => [];

    /// <summary>Those of its models that can be told how freely to write, by the operator's names. Default: none.</summary>
    IReadOnlyList<string> WithTemperature => [];
}
