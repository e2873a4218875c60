using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Holdfast.Slack.Json;

/// <summary>How JSON is written to Slack and read from it, the same for all contracts. Each folder has the contracts of its own types.</summary>
internal static class SlackJson
{
    // The relaxed encoder, because the default one turns every umlaut and every '&' of an escaped text into six bytes.
    private static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    internal static readonly JsonWriterOptions WriterOptions = new() { Encoder = Encoder };

    /// <summary>
    /// For the contracts of one folder, which keep them; the generator's own <c>Default</c> has none of this. Nulls are not written because
    /// Slack's own SDKs and server tell "absent" from "null".
    /// </summary>
    internal static JsonSerializerOptions Options() => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.AllowReadingFromString,
        Encoder = Encoder,
    };

    /// <summary>For what people caused: a field of another kind than expected reads as absent and costs nothing else.</summary>
    internal static JsonSerializerOptions LooseOptions() => new(Options())
    {
        Converters = { new LooseStringConverter(), new LooseBoolConverter(), new LooseLongConverter() },
    };
}
