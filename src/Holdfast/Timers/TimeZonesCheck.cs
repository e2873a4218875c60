using Holdfast.Diagnostics;
using Holdfast.Timers.Times;

namespace Holdfast.Timers;

/// <summary>Whether this machine knows time zones. Without them times of day are refused, and timers that repeat by the calendar do not ring.</summary>
internal sealed class TimeZonesCheck : IDoctorCheck
{
    public string Name => "time zones";

    public IReadOnlyList<string> Needs => [];

    public Task<CheckResult> RunAsync(CancellationToken cancellationToken) => Task.FromResult(TimeZones.AreThere
        ? CheckResult.Ok("known")
        : CheckResult.Failed("this machine knows none: times of day are refused, and timers that repeat by the calendar are held back", "install the package tzdata"));
}
