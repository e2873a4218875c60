using System.Text.Json.Serialization;

namespace Holdfast.Hosting.Doctor;

/// <summary>How a check came out.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CheckStatus>))]
internal enum CheckStatus
{
    [JsonStringEnumMemberName("ok")]
    Ok,

    /// <summary>Not looked at: it does not apply, or what it stands on is wrong.</summary>
    [JsonStringEnumMemberName("skipped")]
    Skipped,

    /// <summary>It works, but not all of it or not for long.</summary>
    [JsonStringEnumMemberName("warning")]
    Warning,

    [JsonStringEnumMemberName("failed")]
    Failed,
}

/// <summary>What a check has to say, and what to do about it.</summary>
internal sealed record CheckResult(CheckStatus Status, string Message, string? Remedy = null)
{
    public static CheckResult Ok(string message) => new(CheckStatus.Ok, message);

    public static CheckResult Skipped(string message) => new(CheckStatus.Skipped, message);

    public static CheckResult Warning(string message, string remedy) => new(CheckStatus.Warning, message, remedy);

    public static CheckResult Failed(string message, string remedy) => new(CheckStatus.Failed, message, remedy);
}

/// <summary>A line of the report.</summary>
internal sealed record CheckReport(string Check, CheckStatus Status, string Message, string? Remedy);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(IReadOnlyList<CheckReport>))]
internal sealed partial class DoctorJson : JsonSerializerContext;
