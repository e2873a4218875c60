using System.Text.Json.Serialization;
using Holdfast.Slack.Json;

namespace Holdfast.Slack.WebApi.Apps;

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(AppsConnectionsOpenRequest))]
[JsonSerializable(typeof(AppsConnectionsOpenResponse))]
internal sealed partial class AppsJson : JsonSerializerContext
{
    internal static readonly AppsJson Contracts = new(SlackJson.Options());
}
