using System.Text.Json.Serialization;
using Holdfast.Slack.Json;

namespace Holdfast.Slack.WebApi;

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(SlackResponse))]
internal sealed partial class WebApiJson : JsonSerializerContext
{
    internal static readonly WebApiJson Contracts = new(SlackJson.Options());
}
