using System.Text.Json;

namespace Holdfast.Slack.WebApi;

/// <summary>
/// Data of ours that a message carries, readable by every app and member of the workspace.
/// https://docs.slack.dev/messaging/message-metadata
/// </summary>
/// <param name="EventType">What kind of data it is.</param>
/// <param name="EventPayload">The data: a JSON object.</param>
public sealed record MessageMetadata(string EventType, JsonElement EventPayload);
