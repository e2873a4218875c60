using System.Text.Json.Serialization;
using Holdfast.Items;

namespace Holdfast.Interactions;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Answer))]
[JsonSerializable(typeof(Decision))]
internal sealed partial class InteractionJson : JsonSerializerContext;
