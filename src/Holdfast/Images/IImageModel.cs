using Holdfast.Agents;
using Holdfast.Attachments;

namespace Holdfast.Images;

/// <summary>Makes pictures.</summary>
public interface IImageModel
{
    /// <summary>Makes one.</summary>
    /// <param name="order">What is wanted.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ImageException">There is none.</exception>
    ValueTask<MadeImage> MakeAsync(ImageOrder order, CancellationToken cancellationToken);
}

/// <summary>A picture that is wanted.</summary>
/// <param name="Prompt">What is to be seen on it, or what is to become of the original.</param>
public sealed record ImageOrder(string Prompt)
{
    /// <summary>The picture that is to be changed; null for a new one.</summary>
    public Picture? Original { get; init; }

    /// <summary>Such as <c>1024x1024</c>; null for the operator's, or the provider's.</summary>
    public string? Size { get; init; }
}

/// <summary>A picture that was made.</summary>
/// <param name="Bytes">The picture.</param>
/// <param name="MediaType">What it is, by its first bytes.</param>
/// <param name="Usage">What it took.</param>
public sealed record MadeImage(byte[] Bytes, string MediaType, AgentUsage Usage);

/// <summary>There is no picture. The message is for the model, and through it for people: without secrets.</summary>
/// <param name="message">Why, and what would help, as sentences.</param>
/// <param name="inner">The cause, if one was thrown.</param>
public sealed class ImageException(string message, Exception? inner = null) : Exception(message, inner);
