using System.Text.Json.Serialization;

namespace Holdfast.Operators;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PauseState))]
[JsonSerializable(typeof(OperatorOrders))]
internal sealed partial class OperatorJson : JsonSerializerContext;
