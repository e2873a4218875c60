using System.Text.Json.Nodes;
using Holdfast.Simulator.Interactivity;

namespace Holdfast.EndToEnd.Tests.Support;

/// <summary>Payloads of clicks, read and tampered with.</summary>
internal static class Payloads
{
    public static string Value(Interaction click) => JsonNode.Parse(click.Payload)!["actions"]![0]!["value"]!.GetValue<string>();

    public static string WithValue(Interaction click, string value)
    {
        var payload = Fresh(click);
        payload["actions"]![0]!["value"] = value;
        return payload.ToJsonString();
    }

    public static string With(Interaction click, string property, string json)
    {
        var payload = Fresh(click);
        payload[property] = JsonNode.Parse(json);
        return payload.ToJsonString();
    }

    /// <summary>The view with something else to carry.</summary>
    public static string WithMetadata(Interaction submission, string metadata)
    {
        var payload = Fresh(submission);
        payload["view"]!["private_metadata"] = metadata;
        return payload.ToJsonString();
    }

    /// <summary>With a trigger of its own, or it would be taken for a second delivery of the same click.</summary>
    private static JsonObject Fresh(Interaction click)
    {
        var payload = JsonNode.Parse(click.Payload)!.AsObject();
        payload["trigger_id"] = $"1.2.{Guid.NewGuid():N}";
        return payload;
    }
}
