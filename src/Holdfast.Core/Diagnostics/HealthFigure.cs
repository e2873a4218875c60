namespace Holdfast.Diagnostics;

/// <summary>A number that <c>/health</c> shows.</summary>
/// <param name="Name">Its name there, in snake case.</param>
/// <param name="CountAsync">Counts; asked each time.</param>
public sealed record HealthFigure(string Name, Func<CancellationToken, ValueTask<int>> CountAsync);
