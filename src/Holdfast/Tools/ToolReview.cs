namespace Holdfast.Tools;

/// <summary>What a call comes to. A closed set.</summary>
public abstract record ToolReview
{
    private ToolReview()
    {
    }

    /// <summary>It cannot be done.</summary>
    /// <param name="Reason">Why, for the model.</param>
    public sealed record Refused(string Reason) : ToolReview;

    /// <summary>It can be done.</summary>
    /// <param name="Shown">What would be done, in full, for the one who is to approve it.</param>
    /// <param name="IsAllowListed">Whether the operator allowed this very call beforehand, so that it needs no approval.</param>
    public sealed record Accepted(string Shown, bool IsAllowListed = false) : ToolReview;
}
