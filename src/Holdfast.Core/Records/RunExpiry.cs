using Holdfast.Items;

namespace Holdfast.Records;

/// <summary>That a run is kept for another time than it was to be. One that has not ended, or that there is not, stays as it is.</summary>
/// <param name="Run">The run.</param>
/// <param name="Retention">How long it is kept from its end on.</param>
public sealed record RunExpiry(ItemId Run, TimeSpan Retention);
