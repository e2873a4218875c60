using System.Text.Json.Serialization;
using Holdfast.Slack.Json;

namespace Holdfast.Slack.Events;

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(EventCallback))]
[JsonSerializable(typeof(AppMentionEvent))]
[JsonSerializable(typeof(MessageEvent))]
internal sealed partial class EventsJson : JsonSerializerContext
{
    internal static readonly EventsJson Contracts = new(SlackJson.Options());
}
