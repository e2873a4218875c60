namespace Holdfast.Simulator.World;

/// <summary>A file that a person puts into a message.</summary>
/// <param name="Name">The file name.</param>
/// <param name="Bytes">What is in it; nothing where it lies elsewhere.</param>
public sealed record UserFile(string Name, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>The title shown. Default the name.</summary>
    public string? Title { get; init; }

    /// <summary>What it says of an image to those who cannot see it.</summary>
    public string? AltText { get; init; }

    /// <summary>Where it lies, when it is not in Slack (<c>external</c>). Default null.</summary>
    public Uri? Elsewhere { get; init; }
}
