using System.Security.Cryptography;
using System.Text;

namespace Holdfast.Mcp.Tools;

/// <summary>
/// Names by which a model can call a server's tools. A name follows from the server's own and from nothing else: what was approved under a name must not
/// be another tool after the next change of the list.
/// </summary>
internal static class ToolNaming
{
    private const int MaxLength = 64;
    private const int HashLength = 6;

    /// <summary>The name for the model; one that had to be changed ends with a mark of the whole.</summary>
    /// <param name="prefix">What it begins with.</param>
    /// <param name="tool">The server's name for the tool.</param>
    public static string Of(string prefix, string tool)
    {
        var valid = string.Concat(tool.Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' ? c : '_'));
        if (valid == tool && prefix.Length + valid.Length <= MaxLength)
            return prefix + valid;
        var mark = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(tool)))[..HashLength];
        var room = MaxLength - prefix.Length - HashLength - 1;
        return $"{prefix}{(valid.Length <= room ? valid : valid[..room])}_{mark}";
    }
}
