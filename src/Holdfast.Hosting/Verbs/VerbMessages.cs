using System.Text.Json.Serialization;

namespace Holdfast.Hosting.Verbs;

/// <summary>A verb as the server is asked for it.</summary>
/// <param name="Name">Which.</param>
/// <param name="Values">What was typed behind it, by parameter.</param>
/// <param name="By">Who typed it.</param>
/// <param name="Next">Where it goes on; null for its beginning.</param>
internal sealed record VerbRequest(string Name, IReadOnlyDictionary<string, IReadOnlyList<string>> Values, string By, string? Next);

/// <summary>What the server answers.</summary>
/// <param name="Problem">Why it cannot be done; null when it can.</param>
/// <param name="IsUsage">Whether what was typed cannot be meant.</param>
/// <param name="Text">For people.</param>
/// <param name="Json">For machines.</param>
/// <param name="IsDone">Whether it could be done.</param>
/// <param name="Next">Where it goes on; null at its end.</param>
/// <param name="Progress">What there is to say meanwhile.</param>
internal sealed record VerbResponse(string? Problem, bool IsUsage, string Text, string Json, bool IsDone, string? Next, string? Progress);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(VerbRequest))]
[JsonSerializable(typeof(VerbResponse))]
internal sealed partial class VerbJson : JsonSerializerContext;
