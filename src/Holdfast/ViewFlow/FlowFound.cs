namespace Holdfast.ViewFlow;

/// <summary>Whether a run's details are there to be shown.</summary>
public enum FlowFinding
{
    /// <summary>They are.</summary>
    Found,

    /// <summary>They were kept for as long as they were to be.</summary>
    Expired,

    /// <summary>There is no such run for the one who asks.</summary>
    Missing,
}

/// <summary>What was found of a run.</summary>
/// <param name="Finding">Whether it is there.</param>
/// <param name="Page">What to show; null unless it is.</param>
public sealed record FlowFound(FlowFinding Finding, FlowPage? Page);
