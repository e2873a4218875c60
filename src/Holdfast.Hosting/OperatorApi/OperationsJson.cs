using System.Text.Json.Serialization;

namespace Holdfast.Hosting.OperatorApi;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(PauseResult))]
internal sealed partial class OperationsJson : JsonSerializerContext;
