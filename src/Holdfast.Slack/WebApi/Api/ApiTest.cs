using System.Text.Json.Serialization.Metadata;

namespace Holdfast.Slack.WebApi.Api;

/// <summary>Asks whether Slack answers, and nothing else. https://docs.slack.dev/reference/methods/api.test</summary>
public sealed record ApiTestRequest() : SlackRequest<SlackResponse>("api.test")
{
    /// <inheritdoc/>
    protected override JsonTypeInfo ArgumentsContract => ApiJson.Contracts.ApiTestRequest;

    /// <inheritdoc/>
    protected internal override JsonTypeInfo<SlackResponse> ResponseContract => WebApiJson.Contracts.SlackResponse;
}
