namespace Holdfast.Simulator.Child;

/// <summary>
/// The server's folders that are as young as this Slack: its data, unless another folder was named for it, and where its jobs run. What a
/// server remembers of an earlier Slack would speak of messages that nobody sees here. They outlive the server's process and go with the
/// simulator.
/// </summary>
internal sealed class ServerData : IDisposable
{
    private const string Variable = "HOLDFAST_Storage__Path";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("holdfast-simulator-");

    /// <summary>What the server is told of its data; null when whoever started this has named another folder for it.</summary>
    /// <param name="serverArguments">What was passed on to the server.</param>
    public KeyValuePair<string, string>? Setting(IReadOnlyList<string> serverArguments) =>
        Environment.GetEnvironmentVariable(Variable) is null
        && !serverArguments.Any(argument => argument.Contains("Storage:Path", StringComparison.OrdinalIgnoreCase))
            ? new(Variable, _folder.CreateSubdirectory("data").FullName)
            : null;

    /// <summary>Where commands run that people have approved.</summary>
    public string Jobs => _folder.CreateSubdirectory("jobs").FullName;

    public void Dispose() => _folder.Delete(recursive: true);
}
