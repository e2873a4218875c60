using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Holdfast.Documents.Processes;

/// <summary>What a process is to read: the one line on its standard input.</summary>
internal sealed record ReadRequest(string Path, string Name, string? MediaType, DocumentLimits Limits);

/// <summary>What it says on its standard output: a text, or why there is none.</summary>
internal sealed record ReadAnswer(DocumentText? Text, DocumentProblem? Problem, string? Message);

/// <summary>How both are written.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true)]
[JsonSerializable(typeof(ReadRequest))]
[JsonSerializable(typeof(ReadAnswer))]
internal sealed partial class ProcessJson : JsonSerializerContext
{
    /// <summary>Nobody puts it into a page, and escaped letters take six times the room.</summary>
    internal static ProcessJson Compact { get; } = new(new JsonSerializerOptions
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    });
}
