using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Storage;

namespace Holdfast.Runs;

/// <summary>What is kept besides runs themselves.</summary>
internal static class RunRecords
{
    /// <summary>That somebody asked for a run's end.</summary>
    public static StopRequests Stops { get; } = new("stop", isOfRun: true);

    /// <summary>That the question of a run which had no answer was asked to go on, and by whom.</summary>
    public static RecordKey Retry(ItemId run) => new("retry", run);

    /// <summary>The run has no answer, and may be asked to go on, again if it was before.</summary>
    public static Transition MayGoOn(this Transition end, ItemId run) => end with { Records = [.. end.Records, Retry(run).With(null)] };

    /// <summary>How long a person's runs are kept.</summary>
    public static RecordKey Retention(string team, string user) => new("retention", $"{team}/{user}");
}
