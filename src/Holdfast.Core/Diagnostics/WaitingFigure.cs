namespace Holdfast.Diagnostics;

/// <summary>Something of a feature that is waiting: <c>/holdfast status</c> and the heartbeat count it.</summary>
/// <param name="Name">What it is, in snake case and the plural: <c>approvals</c>.</param>
/// <param name="One">One of it, for people: <c>approval</c>.</param>
/// <param name="Waits">What it is doing, for people, behind a number: <c>waiting for a decision</c>.</param>
/// <param name="CountAsync">Counts that of a workspace, or of all for null; asked each time.</param>
public sealed record WaitingFigure(string Name, string One, string Waits, Func<string?, CancellationToken, ValueTask<int>> CountAsync);
