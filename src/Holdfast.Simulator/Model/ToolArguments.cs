using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Holdfast.Simulator.Json;

namespace Holdfast.Simulator.Model;

/// <summary>Arguments as a model writes them: JSON text with nothing escaped that need not be.</summary>
internal static class ToolArguments
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>An object of texts; those that are null are left out.</summary>
    public static string Of(params (string Name, string? Text)[] texts) => Object(writer =>
    {
        foreach (var (name, text) in texts) writer.StringIfAny(name, text);
    });

    /// <summary>An object with one list of texts.</summary>
    public static string Of(string name, IReadOnlyList<string> texts) => Object(writer => WriteList(writer, name, texts));

    public static void WriteList(Utf8JsonWriter writer, string name, IReadOnlyList<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts) writer.WriteStringValue(text);
        writer.WriteEndArray();
    }

    /// <summary>An object of anything.</summary>
    public static string Object(Action<Utf8JsonWriter> write)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json, Plain))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(json.ToArray());
    }
}
