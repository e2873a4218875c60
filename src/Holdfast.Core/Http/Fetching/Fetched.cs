using System.Net;

namespace Holdfast.Http.Fetching;

/// <summary>What came of an address.</summary>
/// <param name="Address">The address that answered, after redirects.</param>
/// <param name="Status">What it answered.</param>
/// <param name="MediaType">What it says that it is, in small letters, such as <c>text/html</c>; empty where it does not say.</param>
public sealed record Fetched(Uri Address, HttpStatusCode Status, string MediaType)
{
    /// <summary>The name of the characters' encoding, as the host says it; null where it does not.</summary>
    public string? Charset { get; init; }

    /// <summary>How many bytes it says that there are, as they travel; null where it does not.</summary>
    public long? Length { get; init; }

    /// <summary>The body; null where it was not read, because it is no success or of a type that is not wanted.</summary>
    public ReadOnlyMemory<byte>? Body { get; init; }

    /// <summary>Whether there is more of the body than was taken.</summary>
    public bool IsCut { get; init; }

    /// <summary>Whether the host gave what it was asked for.</summary>
    public bool IsSuccess => (int)Status is >= 200 and < 300;
}
