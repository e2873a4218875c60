using System.Runtime.InteropServices;

namespace Holdfast.Hosting.Cli;

/// <summary>
/// OpenSSL, which .NET takes from the machine on Linux. Where there is none, .NET ends the process at its first connection, without an exception, and
/// whoever watches over it starts it again and again.
/// </summary>
internal static class OpenSsl
{
    /// <summary>What .NET 10 looks for, in its order; a version that the variable names comes first.</summary>
    private static readonly string[] Versions = ["3", "1.1", "1.0.2", "1.0.0", "10"];

    /// <summary>What is missing on this machine, and how to have it; null when it is there.</summary>
    public static string? Problem() => OperatingSystem.IsLinux() ? Problem(static library => NativeLibrary.TryLoad(library, out _)) : null;

    /// <summary>The same, of a machine that is described.</summary>
    /// <param name="canBeLoaded">Whether it has a library.</param>
    internal static string? Problem(Func<string, bool> canBeLoaded) =>
        Versions.Prepend(Environment.GetEnvironmentVariable("DOTNET_OPENSSL_VERSION_OVERRIDE")).OfType<string>().Any(version => canBeLoaded($"libssl.so.{version}"))
            ? null
            : "OpenSSL is missing on this machine, and without it no connection can be made. Install the packages openssl and ca-certificates.";
}
