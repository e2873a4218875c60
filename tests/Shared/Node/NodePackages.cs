using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Holdfast.Testing;

/// <summary>Programs in JavaScript that stand beside tests, with the packages that they use.</summary>
internal static class NodePackages
{
    private static readonly TimeSpan InstallPatience = TimeSpan.FromMinutes(3);
    private static readonly SemaphoreSlim Installing = new(1, 1);

    /// <summary>A folder beside the folder that the caller is in.</summary>
    public static string Folder(string name, [CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", name));

    /// <summary>Node and the packages of a folder must be there. Without Node a developer's run skips; CI must not skip the proof.</summary>
    /// <param name="folder">The folder, with a lock file.</param>
    /// <param name="package">One of its packages.</param>
    public static async Task RequireAsync(string folder, string package)
    {
        if (!OnPath("node") || !OnPath("npm"))
        {
            if (Environment.GetEnvironmentVariable("CI") == "true") Assert.Fail("Node and npm are not installed, and CI must run this test.");
            Assert.Skip("Node and npm are not installed.");
        }

        await Installing.WaitAsync();
        try
        {
            if (File.Exists(Path.Combine(folder, "node_modules", package, "package.json"))) return;
            using var npm = Process.Start(new ProcessStartInfo("npm", ["ci", "--no-audit", "--no-fund"]) { WorkingDirectory = folder })!;
            await npm.WaitForExitAsync().WaitAsync(InstallPatience);
            Assert.Equal(0, npm.ExitCode);
        }
        finally
        {
            Installing.Release();
        }
    }

    private static bool OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, program)) || File.Exists(Path.Combine(folder, program + ".exe")));
}
