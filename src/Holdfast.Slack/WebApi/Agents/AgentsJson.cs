using System.Text.Json.Serialization;
using Holdfast.Slack.Json;

namespace Holdfast.Slack.WebApi.Agents;

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(AgentsSessionsRenameRequest))]
[JsonSerializable(typeof(AgentsSessionsRenameResponse))]
[JsonSerializable(typeof(AgentsSessionsSetStatusRequest))]
[JsonSerializable(typeof(AgentsSessionsSetStatusResponse))]
internal sealed partial class AgentsJson : JsonSerializerContext
{
    internal static readonly AgentsJson Contracts = new(SlackJson.Options());
}
