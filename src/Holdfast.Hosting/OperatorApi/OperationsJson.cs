using System.Text.Json.Serialization;

namespace Holdfast.Hosting.OperatorApi;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(PauseResult))]
[JsonSerializable(typeof(IReadOnlyList<GateView>))]
[JsonSerializable(typeof(OpenedGates))]
internal sealed partial class OperationsJson : JsonSerializerContext;
