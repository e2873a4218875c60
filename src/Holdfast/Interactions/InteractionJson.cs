using System.Text.Json.Serialization;

namespace Holdfast.Interactions;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Answer))]
[JsonSerializable(typeof(Decision))]
internal sealed partial class InteractionJson : JsonSerializerContext;
