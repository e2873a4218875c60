using System.Collections;
using System.Globalization;

namespace Holdfast.Documents.Processes;

/// <summary>
/// What the reading process sees: a list of what is passed on and not of what is withheld, since this process has its tokens in its environment, and
/// the other one is handed what strangers send.
/// </summary>
internal static class ReaderEnvironment
{
    private static readonly string[] PassedOn =
    [
        "PATH", "HOME", "TMPDIR", "TZ", "LANG", "DOTNET_ROOT", "DOTNET_ROOT_X64", "DOTNET_ROOT_ARM64", "DOTNET_BUNDLE_EXTRACT_BASE_DIR",

        // Without these, Windows itself does not work.
        "SystemRoot", "SystemDrive", "TEMP", "TMP", "USERPROFILE", "LOCALAPPDATA",
    ];

    /// <summary>The whole environment of the process.</summary>
    /// <param name="variables">That of this one.</param>
    /// <param name="memory">How many bytes its objects may take.</param>
    internal static Dictionary<string, string> Of(IDictionary variables, long memory)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in PassedOn)
        {
            if (variables[name] is string value)
                environment[name] = value;
        }

        environment["DOTNET_GCHeapHardLimit"] = memory.ToString("X", CultureInfo.InvariantCulture);

        // One collector without threads of its own: a process that lives for a second must be small and start soon.
        environment["DOTNET_gcServer"] = "0";
        environment["DOTNET_gcConcurrent"] = "0";
        environment["DOTNET_TieredPGO"] = "0";

        // Nobody may look into it, and it leaves no dump of what it read.
        environment["DOTNET_EnableDiagnostics"] = "0";
        environment["DOTNET_DbgEnableMiniDump"] = "0";
        return environment;
    }
}
