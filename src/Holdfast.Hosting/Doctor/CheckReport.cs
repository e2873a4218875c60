using System.Text.Json.Serialization;
using Holdfast.Diagnostics;

namespace Holdfast.Hosting.Doctor;

/// <summary>A line of the report.</summary>
internal sealed record CheckReport(string Check, CheckStatus Status, string Message, string? Remedy);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(IReadOnlyList<CheckReport>))]
internal sealed partial class DoctorJson : JsonSerializerContext;
