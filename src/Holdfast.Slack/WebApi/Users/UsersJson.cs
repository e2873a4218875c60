using System.Text.Json.Serialization;
using Holdfast.Slack.Json;

namespace Holdfast.Slack.WebApi.Users;

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(UsersInfoRequest))]
[JsonSerializable(typeof(UsersInfoResponse))]
[JsonSerializable(typeof(UsersListRequest))]
[JsonSerializable(typeof(UsersListResponse))]
[JsonSerializable(typeof(UsersLookupByEmailRequest))]
[JsonSerializable(typeof(UsersConversationsRequest))]
[JsonSerializable(typeof(UsersConversationsResponse))]
internal sealed partial class UsersJson : JsonSerializerContext
{
    internal static readonly UsersJson Contracts = new(SlackJson.Options());
}
