using Holdfast.Diagnostics;
using Microsoft.Extensions.Options;

namespace HouseRulesBot;

/// <summary>Whether the file of the notifications can be there, for <c>doctor</c>.</summary>
public sealed class FileCheck(IOptions<HouseOptions> options) : IDoctorCheck
{
    public string Name => "notification file";

    public IReadOnlyList<string> Needs => ["House:File"];

    public Task<CheckResult> RunAsync(CancellationToken cancellationToken) => Task.FromResult(
        Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(options.Value.File)))
            ? CheckResult.Ok(options.Value.File)
            : CheckResult.Failed($"there is no folder for {options.Value.File}", "make it, or set House:File to a file elsewhere"));
}
