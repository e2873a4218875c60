using System.Runtime.CompilerServices;

namespace Holdfast.Testing;

/// <summary>The program that does what MCP servers should not do.</summary>
internal static class OddServer
{
    public static string Script { get; } = Find();

    /// <summary>What the configuration says of one.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="modes">What is odd about it.</param>
    public static IEnumerable<(string Key, string Value)> Settings(string name, params string[] modes) =>
    [
        ($"Mcp:Servers:{name}:Command", "python3"),
        ($"Mcp:Servers:{name}:Arguments:0", "-u"),
        ($"Mcp:Servers:{name}:Arguments:1", Script),
        .. modes.Select((mode, index) => ($"Mcp:Servers:{name}:Arguments:{index + 2}", mode)),
    ];

    private static string Find([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "odd_server.py");
}
