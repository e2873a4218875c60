using System.Text.Json.Serialization;
using Holdfast.Slack.Json;

namespace Holdfast.Slack.WebApi.Api;

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ApiTestRequest))]
internal sealed partial class ApiJson : JsonSerializerContext
{
    internal static readonly ApiJson Contracts = new(SlackJson.Options());
}
