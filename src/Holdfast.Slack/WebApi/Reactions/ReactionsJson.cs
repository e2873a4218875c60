using System.Text.Json.Serialization;
using Holdfast.Slack.Json;

namespace Holdfast.Slack.WebApi.Reactions;

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ReactionsAddRequest))]
[JsonSerializable(typeof(ReactionsRemoveRequest))]
internal sealed partial class ReactionsJson : JsonSerializerContext
{
    internal static readonly ReactionsJson Contracts = new(SlackJson.Options());
}
