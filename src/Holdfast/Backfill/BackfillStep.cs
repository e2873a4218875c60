using Holdfast.Items;

namespace Holdfast.Backfill;

/// <summary>What a step of a backfill leads to.</summary>
/// <param name="Progress">How far it has come; the same as before where nothing could be done.</param>
internal sealed record BackfillStep(BackfillProgress Progress)
{
    /// <summary>How long the next step waits.</summary>
    public TimeSpan Wait { get; init; }

    /// <summary>What else becomes true.</summary>
    public Effects Effects { get; init; } = Effects.None;
}
