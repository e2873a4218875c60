using System.Text.Json.Serialization;

namespace Holdfast.Workspaces;

/// <summary>That a workspace took the app's rights away.</summary>
/// <param name="Reason">The event that said so.</param>
/// <param name="At">When it came.</param>
public sealed record RevocationState(string Reason, DateTimeOffset At);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(RevocationState))]
internal sealed partial class RevocationJson : JsonSerializerContext;
