using System.Globalization;
using System.Text.Json;
using Holdfast.Timers.Times;

namespace Holdfast.Tools.BuiltIn;

/// <summary><c>current_time</c>: what time it is. A model does not know.</summary>
public sealed class CurrentTimeTool(TimeProvider time) : IAgentTool
{
    /// <summary>What the model calls it.</summary>
    public const string ToolName = "current_time";

    private static readonly JsonElement Schema = JsonElement.Parse("""
        {
          "type": "object",
          "properties": {
            "zone": { "type": "string", "description": "An IANA time zone, for instance Europe/Berlin. UTC when it is left out." }
          },
          "additionalProperties": false
        }
        """);

    /// <inheritdoc/>
    public string Name => ToolName;

    /// <inheritdoc/>
    public string Description => "Tells the current date, weekday and time in a time zone.";

    /// <inheritdoc/>
    public JsonElement Parameters => Schema;

    /// <inheritdoc/>
    public ToolPolicy DefaultPolicy => ToolPolicy.Auto;

    /// <inheritdoc/>
    public bool MayRunBesideOthers => true;

    /// <inheritdoc/>
    public ToolReview Review(JsonElement arguments) => FindZone(arguments) is { } zone
        ? new ToolReview.Accepted($"Tell the time in {zone.Id}")
        : new ToolReview.Refused(TimeZones.AreThere
            ? "The zone must be the name of an IANA time zone, for instance Europe/Berlin, or be left out."
            : "This machine knows no time zone but UTC: its operator must install the package tzdata. Leave the zone out.");

    /// <inheritdoc/>
    public ValueTask<ToolResult> RunAsync(ToolCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        var zone = FindZone(call.Arguments) ?? throw new ArgumentException("The call was not reviewed.", nameof(call));
        var now = TimeZoneInfo.ConvertTime(time.GetUtcNow(), zone);
        return new ValueTask<ToolResult>(new ToolResult($"{now.ToString("dddd, yyyy-MM-dd HH:mm:sszzz", CultureInfo.InvariantCulture)} ({zone.Id})"));
    }

    private static TimeZoneInfo? FindZone(JsonElement arguments)
    {
        if (!arguments.TryGetProperty("zone", out var zone) || zone.ValueKind == JsonValueKind.Null)
            return TimeZoneInfo.Utc;
        return zone.ValueKind == JsonValueKind.String && TimeZones.TryFind(zone.GetString(), out var found) ? found : null;
    }
}
