using System.Diagnostics;

namespace Holdfast.EndToEnd.Tests.Support;

/// <summary>Prometheus' own checks.</summary>
internal static class PromTool
{
    private const string Program = "/usr/bin/promtool";

    /// <summary>Runs one of them.</summary>
    /// <returns>The exit code and all that it wrote.</returns>
    public static async Task<(int Code, string Output)> RunAsync(string? input, params string[] arguments)
    {
        Assert.SkipUnless(File.Exists(Program), "Prometheus is not installed (Debian: apt-get install prometheus).");
        using var process = Process.Start(new ProcessStartInfo(Program, arguments)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        })!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }
}
