using Holdfast.Records;

namespace Holdfast.Conversations;

/// <summary>A conversation so far: its newest turns as they were said, and the older ones in short.</summary>
/// <param name="Turns">The turns that the summary does not cover, oldest first.</param>
/// <param name="Summary">What stands for those before them; null when nothing does.</param>
/// <param name="IsFull">Whether the oldest turns are about to be left out, since there are as many as memory hands out.</param>
public sealed record Recollection(IReadOnlyList<Turn> Turns, string? Summary, bool IsFull);
