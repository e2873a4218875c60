using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Holdfast.Mcp.Tools;

/// <summary>What an approver is shown of a call: whose tool it is, by the server's own name, and exactly what it would get.</summary>
internal static class ApprovalText
{
    /// <summary>Letters stay letters; what has no shape is made visible where it is shown.</summary>
    private static readonly JsonWriterOptions Readable = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The call in words.</summary>
    /// <param name="server">The server's name.</param>
    /// <param name="tool">The server's name for the tool.</param>
    /// <param name="arguments">A JSON object.</param>
    /// <exception cref="InvalidOperationException">There is half a character in it, which nobody can be shown.</exception>
    public static string Of(string server, string tool, JsonElement arguments)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text, Readable))
            arguments.WriteTo(json);
        return $"MCP server: {server}\nTool: {tool}\nArguments: {Encoding.UTF8.GetString(text.WrittenSpan)}";
    }
}
