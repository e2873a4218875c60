namespace Holdfast.Diagnostics;

/// <summary>The log of what models were asked and what that took: apart from the other, since it is kept for other eyes.</summary>
public static class UsageLog
{
    /// <summary>The category of its events.</summary>
    public const string Category = "Holdfast.Usage";
}
