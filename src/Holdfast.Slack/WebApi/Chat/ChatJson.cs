using System.Text.Json.Serialization;
using Holdfast.Slack.Json;

namespace Holdfast.Slack.WebApi.Chat;

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ChatPostMessageRequest))]
[JsonSerializable(typeof(ChatPostMessageResponse))]
[JsonSerializable(typeof(ChatUpdateRequest))]
[JsonSerializable(typeof(ChatUpdateResponse))]
[JsonSerializable(typeof(ChatPostEphemeralRequest))]
[JsonSerializable(typeof(ChatPostEphemeralResponse))]
[JsonSerializable(typeof(ChatDeleteRequest))]
[JsonSerializable(typeof(ChatDeleteResponse))]
[JsonSerializable(typeof(ChatStartStreamRequest))]
[JsonSerializable(typeof(ChatAppendStreamRequest))]
[JsonSerializable(typeof(ChatStopStreamRequest))]
[JsonSerializable(typeof(ChatStreamResponse))]
[JsonSerializable(typeof(ChatGetPermalinkRequest))]
[JsonSerializable(typeof(ChatGetPermalinkResponse))]
internal sealed partial class ChatJson : JsonSerializerContext
{
    internal static readonly ChatJson Contracts = new(SlackJson.Options());
}
