using System.Text.Json.Serialization;
using Holdfast.Slack.Json;

namespace Holdfast.Slack.WebApi.Conversations;

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ConversationsRepliesRequest))]
[JsonSerializable(typeof(ConversationsHistoryRequest))]
[JsonSerializable(typeof(MessagesResponse))]
[JsonSerializable(typeof(ConversationsInfoRequest))]
[JsonSerializable(typeof(ConversationsInfoResponse))]
[JsonSerializable(typeof(ConversationsListRequest))]
[JsonSerializable(typeof(ConversationsListResponse))]
[JsonSerializable(typeof(ConversationsMembersRequest))]
[JsonSerializable(typeof(ConversationsMembersResponse))]
[JsonSerializable(typeof(ConversationsOpenRequest))]
[JsonSerializable(typeof(ConversationsOpenResponse))]
internal sealed partial class ConversationsJson : JsonSerializerContext
{
    internal static readonly ConversationsJson Contracts = new(SlackJson.Options());
}
