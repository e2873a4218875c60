namespace Holdfast.Mcp.Servers;

/// <summary>How a server stands. A closed set.</summary>
/// <param name="Since">Since when.</param>
internal abstract record ServerStatus(DateTimeOffset Since)
{
    /// <summary>It is being started for the first time.</summary>
    internal sealed record Starting(DateTimeOffset Since) : ServerStatus(Since);

    /// <summary>It is there.</summary>
    internal sealed record Up(DateTimeOffset Since) : ServerStatus(Since);

    /// <summary>It is not, and is started again and again.</summary>
    /// <param name="Since">Since when.</param>
    /// <param name="Problem">Why, behind its name.</param>
    internal sealed record Down(DateTimeOffset Since, string Problem) : ServerStatus(Since);
}
