using System.Text.Json.Serialization;
using Holdfast.Slack.Json;

namespace Holdfast.Slack.WebApi.Auth;

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(AuthTestRequest))]
[JsonSerializable(typeof(AuthTestResponse))]
internal sealed partial class AuthJson : JsonSerializerContext
{
    internal static readonly AuthJson Contracts = new(SlackJson.Options());
}
