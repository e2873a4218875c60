using System.Text.Json.Serialization;

namespace Holdfast.Diagnostics;

/// <summary>How a check came out.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CheckStatus>))]
public enum CheckStatus
{
    /// <summary>All is right.</summary>
    [JsonStringEnumMemberName("ok")]
    Ok,

    /// <summary>Not looked at: it does not apply, or what it stands on is wrong.</summary>
    [JsonStringEnumMemberName("skipped")]
    Skipped,

    /// <summary>It works, but not all of it or not for long.</summary>
    [JsonStringEnumMemberName("warning")]
    Warning,

    /// <summary>It does not work.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,
}

/// <summary>What a check has to say, and what to do about it.</summary>
/// <param name="Status">How it came out.</param>
/// <param name="Message">What was seen.</param>
/// <param name="Remedy">What to do; null where there is nothing to.</param>
public sealed record CheckResult(CheckStatus Status, string Message, string? Remedy = null)
{
    /// <summary>All is right.</summary>
    /// <param name="message">What was seen.</param>
    public static CheckResult Ok(string message) => new(CheckStatus.Ok, message);

    /// <summary>Not looked at.</summary>
    /// <param name="message">Why not.</param>
    public static CheckResult Skipped(string message) => new(CheckStatus.Skipped, message);

    /// <summary>It works, but not all of it or not for long.</summary>
    /// <param name="message">What was seen.</param>
    /// <param name="remedy">What to do.</param>
    public static CheckResult Warning(string message, string remedy) => new(CheckStatus.Warning, message, remedy);

    /// <summary>It does not work.</summary>
    /// <param name="message">What was seen.</param>
    /// <param name="remedy">What to do.</param>
    public static CheckResult Failed(string message, string remedy) => new(CheckStatus.Failed, message, remedy);
}
