using System.Text.Json.Serialization;
using Holdfast.Slack.Json;

namespace Holdfast.Slack.WebApi.Addresses;

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ResponseUrlMessage))]
internal sealed partial class AddressesJson : JsonSerializerContext
{
    internal static readonly AddressesJson Contracts = new(SlackJson.Options());
}
