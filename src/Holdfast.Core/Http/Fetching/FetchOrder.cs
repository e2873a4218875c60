namespace Holdfast.Http.Fetching;

/// <summary>What is wanted of an address.</summary>
/// <param name="Purpose">What it is fetched for: <see cref="HttpPurpose.Page"/> or <see cref="HttpPurpose.Picture"/>.</param>
/// <param name="MaxBytes">The most bytes of the body, as they are when they are decoded.</param>
public sealed record FetchOrder(HttpPurpose Purpose, int MaxBytes)
{
    /// <summary>Whether of a longer body the beginning is taken; else it is a failure, before it is read where its head says so. Default: false.</summary>
    public bool TakesBeginning { get; init; }

    /// <summary>What is told to the host of what is wanted. Default: anything.</summary>
    public string Accept { get; init; } = "*/*";

    /// <summary>
    /// Whether the body is read, by the media type in small letters, which is empty where the host says none. What is not wanted is not read, and no
    /// failure. Default: of any type.
    /// </summary>
    public Predicate<string> WantsType { get; init; } = static _ => true;
}
