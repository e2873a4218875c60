using Holdfast.Diagnostics;
using Holdfast.Hosting.Configuration;

namespace Holdfast.Hosting.Doctor.Checks;

/// <summary>Lists everything that is wrong with the configuration, as a start does, and files with secrets that everybody may read.</summary>
internal sealed class SettingsCheck(DoctorSettings settings) : IDoctorCheck
{
    public string Name => "configuration";

    public IReadOnlyList<string> Needs => [];

    public Task<CheckResult> RunAsync(CancellationToken cancellationToken) => Task.FromResult(Look());

    private CheckResult Look()
    {
        if (settings.Problems.Count > 0)
            return CheckResult.Failed(
                string.Join('\n', settings.Problems),
                "correct it in the file, the variable or the --set it comes from; docs/operating.md lists all settings");
        var open = EnvironmentVariables.ReadByAll(Environment.GetEnvironmentVariables()).ToList();
        return open.Count == 0
            ? CheckResult.Ok("everything that is set is known and in range")
            : CheckResult.Warning(
                $"everybody on this machine may read {string.Join(", ", open.Select(file => $"{file.Path} ({file.Name})"))}",
                $"chmod 600 {string.Join(' ', open.Select(file => file.Path))}, as the server's user");
    }
}
