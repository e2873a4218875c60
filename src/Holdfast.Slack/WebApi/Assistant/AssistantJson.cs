using System.Text.Json.Serialization;
using Holdfast.Slack.Json;

namespace Holdfast.Slack.WebApi.Assistant;

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(AssistantSearchContextRequest))]
[JsonSerializable(typeof(AssistantSearchContextResponse))]
[JsonSerializable(typeof(AssistantThreadsSetStatusRequest))]
[JsonSerializable(typeof(AssistantThreadsSetSuggestedPromptsRequest))]
[JsonSerializable(typeof(AssistantThreadsSetTitleRequest))]
internal sealed partial class AssistantJson : JsonSerializerContext
{
    internal static readonly AssistantJson Contracts = new(SlackJson.Options());
}
