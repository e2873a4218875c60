using System.Text.Json.Serialization;
using Holdfast.Slack.Json;

namespace Holdfast.Slack.WebApi.Files;

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(FilesGetUploadURLExternalRequest))]
[JsonSerializable(typeof(FilesGetUploadURLExternalResponse))]
[JsonSerializable(typeof(FilesCompleteUploadExternalRequest))]
[JsonSerializable(typeof(FilesCompleteUploadExternalResponse))]
[JsonSerializable(typeof(FilesInfoRequest))]
[JsonSerializable(typeof(FilesInfoResponse))]
internal sealed partial class FilesJson : JsonSerializerContext
{
    internal static readonly FilesJson Contracts = new(SlackJson.Options());
}
