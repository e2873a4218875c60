using System.Text.Json.Serialization;

namespace Holdfast.Runs;

/// <summary>That a run which had no answer goes on. It is kept until the run ends without one again, and else for as long as the run.</summary>
/// <param name="By">Who pressed the button.</param>
/// <param name="At">When.</param>
internal sealed record RunRetry(string By, DateTimeOffset At);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(RunRetry))]
internal sealed partial class RunJson : JsonSerializerContext;
