namespace Holdfast.ViewFlow;

/// <summary>
/// Which steps a page shows, as the number of the step before its first. The newest page comes first and is full; so is each
/// other one, if need be by showing steps twice.
/// </summary>
public static class FlowPaging
{
    /// <summary>The page with the last steps, on which a view opens.</summary>
    /// <param name="totalSteps">How many steps the run has.</param>
    public static int Newest(int totalSteps) => Math.Max(0, totalSteps - FlowView.StepsPerPage);

    /// <summary>The page before.</summary>
    /// <param name="after">The page shown.</param>
    public static int Older(int after) => Math.Max(0, after - FlowView.StepsPerPage);

    /// <summary>The page behind.</summary>
    /// <param name="after">The page shown.</param>
    /// <param name="totalSteps">How many steps the run has.</param>
    public static int Newer(int after, int totalSteps) => Within((int)Math.Min((long)after + FlowView.StepsPerPage, int.MaxValue), totalSteps);

    /// <summary>The nearest page that exists.</summary>
    /// <param name="after">A page, from wherever.</param>
    /// <param name="totalSteps">How many steps the run has.</param>
    public static int Within(int after, int totalSteps) => Math.Clamp(after, 0, Newest(totalSteps));
}
