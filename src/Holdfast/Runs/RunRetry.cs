using System.Text.Json.Serialization;
using Holdfast.Items;

namespace Holdfast.Runs;

/// <summary>That a question was asked again; kept for as long as the run that had no answer.</summary>
/// <param name="By">Who pressed the button.</param>
/// <param name="At">When.</param>
/// <param name="Run">The run that asks it again.</param>
internal sealed record RunRetry(string By, DateTimeOffset At, ItemId Run);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(RunRetry))]
internal sealed partial class RunJson : JsonSerializerContext;
