using System.Text.Json.Serialization;
using Holdfast.Slack.Json;

namespace Holdfast.Slack.WebApi.Usergroups;

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(UsergroupsListRequest))]
[JsonSerializable(typeof(UsergroupsListResponse))]
[JsonSerializable(typeof(UsergroupsUsersListRequest))]
[JsonSerializable(typeof(UsergroupsUsersListResponse))]
internal sealed partial class UsergroupsJson : JsonSerializerContext
{
    internal static readonly UsergroupsJson Contracts = new(SlackJson.Options());
}
