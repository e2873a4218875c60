using System.Globalization;
using Holdfast.Operators;

namespace Holdfast.Hosting.OperatorApi;

/// <summary>The result of an order to pause or to resume.</summary>
/// <param name="WasSo">Whether it was paused, or not paused, already.</param>
/// <param name="By">Who paused the agent; null when it is not paused.</param>
/// <param name="At">Since when it is paused.</param>
internal sealed record PauseResult(bool WasSo, string? By, DateTimeOffset? At)
{
    /// <summary>The answer on the command line.</summary>
    public string Text => (By, WasSo) switch
    {
        (null, true) => "not paused",
        (null, false) => "resumed: answering what came in meanwhile",
        (_, true) => string.Create(CultureInfo.InvariantCulture, $"already paused by {By} since {At:u}"),
        (_, false) => "paused: messages are kept and answered after 'holdfast resume'",
    };

    public static PauseResult Of(bool wasSo, PauseState? now) => new(wasSo, now?.By, now?.At);
}
