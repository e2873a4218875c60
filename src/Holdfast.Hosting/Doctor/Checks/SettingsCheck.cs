using Holdfast.Diagnostics;

namespace Holdfast.Hosting.Doctor.Checks;

/// <summary>Lists everything that is wrong with the configuration, as a start does.</summary>
internal sealed class SettingsCheck(DoctorSettings settings) : IDoctorCheck
{
    public string Name => "configuration";

    public IReadOnlyList<string> Needs => [];

    public Task<CheckResult> RunAsync(CancellationToken cancellationToken) => Task.FromResult(settings.Problems.Count == 0
        ? CheckResult.Ok("everything that is set is known and in range")
        : CheckResult.Failed(
            string.Join('\n', settings.Problems),
            "correct it in the file, the variable or the --set it comes from; docs/operating.md lists all settings"));
}
