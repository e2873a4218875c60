using System.Globalization;
using Holdfast.Operators;

namespace Holdfast.Hosting.Operations;

/// <summary>What became of an order to pause or to resume.</summary>
/// <param name="WasSo">Whether it was so already.</param>
/// <param name="By">Who paused the agent; null when it is at work.</param>
/// <param name="At">Since when it is paused.</param>
internal sealed record PauseResult(bool WasSo, string? By, DateTimeOffset? At)
{
    /// <summary>What the one who gave the order reads.</summary>
    public string Text => (By, WasSo) switch
    {
        (null, true) => "the agent was not paused",
        (null, false) => "the agent goes on",
        (_, true) => string.Create(CultureInfo.InvariantCulture, $"paused already, by {By} since {At:u}"),
        (_, false) => "paused: messages are kept, and answered after 'holdfast resume'",
    };

    public static PauseResult Of(bool wasSo, PauseState? now) => new(wasSo, now?.By, now?.At);
}
