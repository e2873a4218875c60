namespace Holdfast.Simulator.Model;

/// <summary>What other providers do that speak the same protocol, and OpenAI does not.</summary>
public enum ModelOddity
{
    /// <summary>None: as OpenAI answers.</summary>
    None,

    /// <summary>The thoughts stand in the answer, between <c>think</c> tags.</summary>
    Think,

    /// <summary>The thoughts come in a field of their own, <c>reasoning_content</c>.</summary>
    Reasoning,

    /// <summary>No reason is given for the end.</summary>
    NoFinish,

    /// <summary>An error comes in the middle of the answer, after the status said that all is well.</summary>
    Error,

    /// <summary>The usage comes in chunks of its own, asked for or not, at the beginning too.</summary>
    Usage,
}
