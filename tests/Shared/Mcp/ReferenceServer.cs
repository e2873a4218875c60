using System.Runtime.CompilerServices;

namespace Holdfast.Testing;

/// <summary>MCP's own reference servers, from npm.</summary>
internal static class ReferenceServer
{
    /// <summary>What the configuration says of one.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="server">Which: <c>everything</c>, <c>filesystem</c>.</param>
    /// <param name="arguments">Its arguments.</param>
    public static async Task<IEnumerable<(string Key, string Value)>> SettingsAsync(string name, string server, params string[] arguments)
    {
        var folder = Folder();
        await NodePackages.RequireAsync(folder, $"@modelcontextprotocol/server-{server}");
        string[] all = [Path.Combine(folder, "node_modules", "@modelcontextprotocol", $"server-{server}", "dist", "index.js"), .. arguments];
        return [($"Mcp:Servers:{name}:Command", "node"), .. all.Select((argument, index) => ($"Mcp:Servers:{name}:Arguments:{index}", argument))];
    }

    private static string Folder([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "reference");
}
