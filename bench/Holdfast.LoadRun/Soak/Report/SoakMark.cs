using System.Text.Json.Serialization;

namespace Holdfast.LoadRun.Soak.Report;

/// <summary>A way in which a soak disturbs the server.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Disturbance>))]
internal enum Disturbance
{
    /// <summary><c>kill -9</c>, and a new start.</summary>
    Kill,

    /// <summary>All sockets are cut.</summary>
    Drop,

    /// <summary>Slack delivers again what it delivered before.</summary>
    Storm,

    /// <summary>Slack answers 429.</summary>
    SlackLimit,

    /// <summary>The model fails, stalls or is slow.</summary>
    ModelFault,
}

/// <summary>A disturbance, and how long it lasted.</summary>
/// <param name="At">Since the soak began.</param>
/// <param name="Lasted">Nothing for one of an instant.</param>
/// <param name="Kind">Of what kind.</param>
/// <param name="What">In words.</param>
internal sealed record SoakMark(TimeSpan At, TimeSpan Lasted, Disturbance Kind, string What);
