using System.Text.Encodings.Web;
using System.Text.Json;

namespace Holdfast.Slack.Json;

/// <summary>The one serializer setting of this library.</summary>
internal static class SlackJson
{
    // The relaxed encoder, because the default one turns every umlaut and every '&' of an escaped text into six bytes.
    internal static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    internal static readonly SlackJsonContext Context =
        new(new JsonSerializerOptions(SlackJsonContext.Default.Options) { Encoder = Encoder });

    /// <summary>For what people caused: a field of another kind than expected reads as absent and costs nothing else.</summary>
    internal static readonly SlackJsonContext LooseContext = new(new JsonSerializerOptions(SlackJsonContext.Default.Options)
    {
        Encoder = Encoder,
        Converters = { new LooseStringConverter(), new LooseBoolConverter(), new LooseLongConverter() },
    });

    internal static readonly JsonWriterOptions WriterOptions = new() { Encoder = Encoder };
}
