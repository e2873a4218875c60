using Holdfast.Admission;
using Holdfast.Items;

namespace Holdfast.Ledger;

/// <summary>What one commit adds to the book. It stands there by itself until it is added up: so runs of one person at the same time do not wait for each other.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Of">What it is added to.</param>
/// <param name="Amount">What is added.</param>
internal sealed record UsageEntry(ItemId Id, UsageKey Of, UsageAmount Amount);

/// <summary>What is told apart in the book.</summary>
/// <param name="Day">The day, of UTC.</param>
/// <param name="Team">The workspace.</param>
/// <param name="User">The person.</param>
/// <param name="Channel">The channel, or direct message.</param>
/// <param name="Model">The model; empty where none was asked.</param>
internal sealed record UsageKey(DateOnly Day, string Team, string User, string Channel, string Model);

/// <summary>A line of the book.</summary>
/// <param name="Of">What it is about.</param>
/// <param name="Amount">What it has come to.</param>
internal sealed record UsageLine(UsageKey Of, UsageAmount Amount);

/// <summary>How far the book has been added up: whoever reads it in several steps sees by it whether that happened in between.</summary>
/// <param name="By">The item by which it was last.</param>
/// <param name="Round">Which time by that item.</param>
internal sealed record AddedUp(ItemId By, int Round);
