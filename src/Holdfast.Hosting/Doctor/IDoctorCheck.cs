using Holdfast.Hosting.Doctor.Checks;

namespace Holdfast.Hosting.Doctor;

/// <summary>One thing that has to be right for the server to work. To add one: write it in <c>Checks</c> and list it in <see cref="DoctorServices"/>.</summary>
internal interface IDoctorCheck
{
    /// <summary>The name in the report. Machines go by it: it does not change.</summary>
    string Name { get; }

    /// <summary>
    /// The settings it stands on. It is skipped when one of them is wrong, or may be what a misspelt one means: a token must not be
    /// sent to the default address because the key of the right one was misspelt.
    /// </summary>
    IReadOnlyList<string> Needs { get; }

    /// <summary>Looks, changes nothing, and gives up when told to. Whatever it throws counts as a failure.</summary>
    Task<CheckResult> RunAsync(CancellationToken cancellationToken);
}
