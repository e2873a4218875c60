namespace Holdfast.Items;

/// <summary>
/// Whose an item is: the person whose question, click or order it is. The store keeps it and tells one from another; that people get their
/// turns, and nobody all places, goes by it.
/// </summary>
/// <param name="Team">The workspace.</param>
/// <param name="User">The person in it.</param>
public sealed record ItemOwner(string Team, string User);
