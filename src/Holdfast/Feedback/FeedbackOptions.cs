namespace Holdfast.Feedback;

/// <summary>Whether people are asked what they think of answers. Section <c>Feedback</c>.</summary>
public sealed class FeedbackOptions
{
    /// <summary>Whether there are a thumb up and a thumb down under answers. Default: true.</summary>
    public bool Enabled { get; set; } = true;
}
