namespace Holdfast.Items;

/// <summary>How long to wait after failures in a row: doubled with each, up to a longest wait.</summary>
public static class Backoff
{
    /// <summary>The wait after so many failures.</summary>
    /// <param name="failures">At least 1.</param>
    /// <param name="first">The wait after the first.</param>
    /// <param name="longest">The longest wait.</param>
    public static TimeSpan After(int failures, TimeSpan first, TimeSpan longest)
    {
        var doubled = first.TotalSeconds * Math.Pow(2, Math.Max(failures - 1, 0));
        return doubled < longest.TotalSeconds ? TimeSpan.FromSeconds(doubled) : longest;
    }
}
