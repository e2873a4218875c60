using System.Text.Json;
using System.Text.Json.Nodes;

namespace Holdfast.EndToEnd.Tests.Support;

/// <summary>Events written by hand, for deliveries that no ordinary post leads to.</summary>
internal static class Events
{
    /// <summary>The inner event of a mention.</summary>
    public static JsonObject Mention(string channel, string user, string text, string ts, string? threadTs = null)
    {
        var inner = new JsonObject { ["type"] = "app_mention", ["channel"] = channel, ["user"] = user, ["text"] = text, ["ts"] = ts, ["event_ts"] = ts };
        if (threadTs is not null) inner["thread_ts"] = threadTs;
        return inner;
    }

    public static JsonElement ToElement(this JsonNode node) => JsonSerializer.SerializeToElement(node);

    /// <summary>A whole Socket Mode frame, with an event id of the test's choosing.</summary>
    public static string Frame(string envelopeId, string eventId, string teamId, JsonObject inner) => new JsonObject
    {
        ["type"] = "events_api",
        ["envelope_id"] = envelopeId,
        ["accepts_response_payload"] = false,
        ["retry_attempt"] = 0,
        ["retry_reason"] = "",
        ["payload"] = new JsonObject
        {
            ["type"] = "event_callback",
            ["team_id"] = teamId,
            ["event_id"] = eventId,
            ["event_time"] = 1_764_000_000,
            ["event"] = inner.DeepClone(),
        },
    }.ToJsonString();
}
