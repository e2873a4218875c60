using System.Text.Json.Serialization;

namespace Holdfast.Operators;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Pauses))]
[JsonSerializable(typeof(OperatorOrders))]
internal sealed partial class OperatorJson : JsonSerializerContext;
