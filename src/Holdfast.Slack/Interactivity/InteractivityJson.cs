using System.Text.Json.Serialization;
using Holdfast.Slack.Json;

namespace Holdfast.Slack.Interactivity;

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ViewSubmissionResponse))]
[JsonSerializable(typeof(BlockActionsPayload))]
[JsonSerializable(typeof(ViewSubmissionPayload))]
[JsonSerializable(typeof(ViewClosedPayload))]
[JsonSerializable(typeof(ShortcutPayload))]
[JsonSerializable(typeof(SlashCommand))]
internal sealed partial class InteractivityJson : JsonSerializerContext
{
    internal static readonly InteractivityJson Contracts = new(SlackJson.Options());

    internal static readonly InteractivityJson LooseContracts = new(SlackJson.LooseOptions());
}
