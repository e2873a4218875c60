namespace Holdfast.Simulator.Child;

/// <summary>
/// What our own server is told besides, so that everything can be tried: somebody may command it and approve, and with an approval it
/// may run commands, in a folder that goes with the simulator.
/// </summary>
internal static class Demonstration
{
    /// <summary>The settings, as environment variables.</summary>
    /// <param name="simulator">Whose people are named.</param>
    /// <param name="folder">The server's data folder.</param>
    public static IReadOnlyDictionary<string, string> Settings(SlackSimulator simulator, string folder)
    {
        var jobs = Directory.CreateDirectory(Path.Combine(folder, "jobs"));
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["HOLDFAST_Operators__Users__0"] = simulator.World.Ada.Id,
            ["HOLDFAST_Approvals__Users__0"] = simulator.World.Grace.Id,
            ["HOLDFAST_Jobs__Enabled"] = "true",
            ["HOLDFAST_Jobs__WorkingDirectory"] = jobs.FullName,
        };
    }
}
