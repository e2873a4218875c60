namespace Holdfast.Simulator.Child;

/// <summary>
/// A data folder for the server that is as young as this Slack: what a server remembers of an earlier one would speak of
/// messages that nobody sees here. It outlives the server's process and goes with the simulator.
/// </summary>
internal sealed class ServerData : IDisposable
{
    private const string Variable = "HOLDFAST_Storage__Path";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("holdfast-simulator-");

    /// <summary>A folder of our own, unless whoever started this has named another one.</summary>
    /// <param name="serverArguments">What was passed on to the server.</param>
    public static ServerData? CreateUnlessNamed(IReadOnlyList<string> serverArguments) =>
        Environment.GetEnvironmentVariable(Variable) is null
        && !serverArguments.Any(argument => argument.Contains("Storage:Path", StringComparison.OrdinalIgnoreCase) || argument == "--config")
            ? new ServerData()
            : null;

    /// <summary>What the server is told.</summary>
    public KeyValuePair<string, string> EnvironmentVariable => new(Variable, _folder.FullName);

    public void Dispose() => _folder.Delete(recursive: true);
}
