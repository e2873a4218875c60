namespace Holdfast.Agents;

/// <summary>How much a model thinks before it answers, where it lets itself be told: the words are the providers'.</summary>
public static class Efforts
{
    /// <summary>A little.</summary>
    public const string Low = "low";

    /// <summary>Neither little nor much.</summary>
    public const string Medium = "medium";

    /// <summary>Much.</summary>
    public const string High = "high";

    /// <summary>All of them, the least first.</summary>
    public static IReadOnlyList<string> All { get; } = [Low, Medium, High];
}

/// <summary>How freely a model writes, where it lets itself be told.</summary>
public static class Temperatures
{
    /// <summary>Those that can be chosen: no provider refuses one of them for being too high.</summary>
    public static IReadOnlyList<string> All { get; } = ["0.2", "0.7", "1.0"];
}
