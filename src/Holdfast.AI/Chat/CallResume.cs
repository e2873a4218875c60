using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Records;

namespace Holdfast.AI.Chat;

/// <summary>What a step of a tool keeps besides its result, for a run that goes on after a crash.</summary>
/// <param name="Call">The call's id within the run.</param>
/// <param name="Pictures">The pictures that the tool returned.</param>
internal sealed record CallResume(string Call, IReadOnlyList<Attachment> Pictures)
{
    /// <summary>For the step: nothing but the id where there is nothing else. An id begins with the number of its answer.</summary>
    public static string Of(string call, IReadOnlyList<Attachment> pictures) =>
        pictures.Count == 0 ? call : JsonSerializer.Serialize(new CallResume(call, pictures), CallResumeJson.Default.CallResume);

    /// <summary>What was kept.</summary>
    public static CallResume Read(string resume)
    {
        try
        {
            return resume.StartsWith('{') && JsonSerializer.Deserialize(resume, CallResumeJson.Default.CallResume) is { } kept ? kept : new CallResume(resume, []);
        }
        catch (JsonException)
        {
            // Written by another version: the call counts as not made.
            return new CallResume(resume, []);
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(CallResume))]
internal sealed partial class CallResumeJson : JsonSerializerContext;
