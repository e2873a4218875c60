using System.Text.Json;
using System.Text.Json.Serialization;

namespace Holdfast.Hosting.Health;

/// <summary>What <c>/health</c> answers.</summary>
internal sealed record HealthReport
{
    /// <summary><c>ok</c>, <c>degraded</c>, <c>stale</c> or <c>paused</c>.</summary>
    public required string Status { get; init; }

    /// <summary>What keeps it from being <c>ok</c>; empty when nothing does.</summary>
    public required IReadOnlyList<string> Problems { get; init; }

    /// <summary>What is under way that is no problem, such as the reading of what was missed in an outage; mostly empty.</summary>
    public required IReadOnlyList<string> Remarks { get; init; }

    public required double UptimeS { get; init; }

    /// <summary>How long after a worker's last sign of life the others take over what it had in hand.</summary>
    public required double LeaseS { get; init; }

    public required double? LastEventAgoS { get; init; }

    public required bool Paused { get; init; }

    public required IReadOnlyList<ConnectionHealth> Connections { get; init; }

    public required IReadOnlyList<QueueHealth> Lanes { get; init; }

    /// <summary>Everybody at work on the same database; null where there can be but one.</summary>
    public required IReadOnlyList<WorkerHealth>? Workers { get; init; }

    public required int? DeadLetters { get; init; }

    public required IReadOnlyDictionary<string, LoopReport> Loops { get; init; }

    /// <summary>What features count, by their names: <c>timers</c>, <c>jobs</c>, <c>pending_approvals</c>, <c>rate_limited</c>.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement> Figures { get; } = [];
}

/// <summary>One way in: a Socket Mode connection, or the address of Slack's requests.</summary>
internal sealed record ConnectionHealth(int Number, string State, double SinceS);

/// <summary>What waits in one queue.</summary>
internal sealed record QueueHealth(string Queue, int Items, int Lanes, int InHand, double? OldestAgeS);

/// <summary>One worker of a shared database.</summary>
internal sealed record WorkerHealth(string Name, string Version, string State, double UptimeS, double SeenAgoS, int InHand);

/// <summary>How a background loop stands.</summary>
internal sealed record LoopReport(bool Running, int Failures, string? LastError);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(HealthReport))]
[JsonSerializable(typeof(int?))]
internal sealed partial class HealthJson : JsonSerializerContext;
