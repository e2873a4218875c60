using System.Text;
using System.Text.Json.Nodes;
using Holdfast.Slack;
using Holdfast.Slack.Envelopes;
using Holdfast.Workspaces;

namespace Holdfast.Tests.Ingress;

/// <summary>Envelopes as Slack sends them, with fields changed or taken away.</summary>
internal static class Envelopes
{
    public static readonly BotIdentity Me = new(new TeamId("T1"), new UserId("UBOT"), "BBOT");

    /// <summary>An event: <paramref name="change"/> is laid over a plain message in a channel; a null there takes the field away.</summary>
    public static SlackEnvelope Event(string change, string eventId = "Ev1", string envelopeId = "e1", string outer = "{}")
    {
        var inner = JsonNode.Parse("""{"type":"message","channel":"C1","channel_type":"channel","user":"U1","ts":"1700000000.000100","text":"hi"}""")!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(change)!.AsObject().ToList())
        {
            if (value is null)
                inner.Remove(name);
            else
                inner[name] = value.DeepClone();
        }

        var payload = JsonNode.Parse($$"""{"type":"event_callback","team_id":"T1","event_id":"{{eventId}}"}""")!.AsObject();
        payload["event"] = inner;
        foreach (var (name, value) in JsonNode.Parse(outer)!.AsObject().ToList())
            payload[name] = value?.DeepClone();
        return Raw(payload.ToJsonString(), envelopeId: envelopeId);
    }

    public static SlackEnvelope Raw(string payload, string type = "events_api", string envelopeId = "e1") =>
        new() { DeliveryId = envelopeId, Type = type, Payload = Encoding.UTF8.GetBytes(payload) };
}
