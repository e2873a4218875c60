namespace Holdfast.Diagnostics;

/// <summary>One thing that has to be right for the server to work, which <c>holdfast doctor</c> looks at. Added by <c>AddDoctorCheck</c>.</summary>
public interface IDoctorCheck
{
    /// <summary>The name in the report. Machines go by it: it does not change.</summary>
    string Name { get; }

    /// <summary>
    /// The settings it stands on. It is skipped when one of them is wrong, or may be what a misspelt one means: a token must not be
    /// sent to the default address because the key of the right one was misspelt.
    /// </summary>
    IReadOnlyList<string> Needs { get; }

    /// <summary>The most that it may take; then it has failed. 10 s unless it has a reason: the whole round takes as long as its slowest check.</summary>
    TimeSpan Limit => TimeSpan.FromSeconds(10);

    /// <summary>Looks, changes nothing, and gives up when its time is over. Whatever it throws counts as a failure.</summary>
    /// <param name="cancellationToken">Ends the look.</param>
    Task<CheckResult> RunAsync(CancellationToken cancellationToken);
}
