using Holdfast.Diagnostics;
using Holdfast.Items;
using Holdfast.Slack;
using Holdfast.Slack.WebApi;
using Holdfast.Slack.WebApi.Files;

namespace Holdfast.Deliveries;

/// <summary>
/// Posts planned files: three calls, of which only the last can be seen by anybody, so that it is the only one whose repetition
/// shows. https://docs.slack.dev/messaging/working-with-files#upload
/// </summary>
public sealed class FileUploads(SlackWebClient client, MessageComposer messages, HoldfastMetrics metrics)
{
    /// <summary>A shared file appears some time after Slack has answered: not before that is it looked for, and perhaps posted again.</summary>
    internal static readonly TimeSpan Appearance = TimeSpan.FromSeconds(10);

    private const string GetUploadUrl = "files.getUploadURLExternal";
    private const string Complete = "files.completeUploadExternal";

    /// <summary>The calls that are made, each with a rate limit of its own.</summary>
    internal static IReadOnlyList<string> Methods { get; } = [GetUploadUrl, SlackWebClient.UploadUrl, Complete];

    /// <summary>Posts a file.</summary>
    /// <param name="delivery">The delivery. Its last call is noted as the one that left: of the others nothing is to be seen.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    /// <exception cref="SlackException">One of the calls failed.</exception>
    /// <exception cref="OperationCanceledException">The server stops, and the call that shows the file was not begun.</exception>
    internal async Task UploadAsync(ActiveDelivery delivery, CancellationToken cancellationToken)
    {
        var plan = delivery.Plan;
        var file = PlannedFile.Of(plan);
        using var unseen = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, delivery.Stopping);
        var place = await delivery.Slack.CallAsync(new FilesGetUploadURLExternalRequest { Filename = file.Name, Length = file.Content.Length }, unseen.Token);
        metrics.Called(GetUploadUrl, "ok");
        if (!Uri.TryCreate(place.UploadUrl, UriKind.Absolute, out var address) || place.FileId is not { Length: > 0 } id)
            throw new SlackException(GetUploadUrl, SlackErrors.InvalidResponse);
        await client.UploadAsync(address, file.Content, unseen.Token);
        metrics.Called(SlackWebClient.UploadUrl, "ok");
        var complete = new FilesCompleteUploadExternalRequest
        {
            Files = [new UploadedFile { Id = id, Title = file.Title }],
            ChannelId = new ChannelId(plan.Channel),
            ThreadTs = plan.Thread is { } thread ? new SlackTs(thread) : null,
        };
        unseen.Token.ThrowIfCancellationRequested();
        delivery.Left = client.Clock.Now;
        await delivery.Slack.CallAsync(complete, cancellationToken);
        metrics.Called(Complete, "ok");
    }

    /// <summary>A message in place of a file that Slack does not take.</summary>
    /// <param name="item">The delivery.</param>
    /// <param name="plan">Its plan.</param>
    /// <param name="error">What Slack says.</param>
    internal NewItem InPlaceOf(LaneItem item, DeliveryPlan plan, string error)
    {
        var hint = error == SlackErrors.MissingScope ? " The app needs the scope `files:write`." : "";
        return messages.Notice(
            plan.Conversation, plan.Cause, $"(I couldn't post the file {SlackText.Escape(PlannedFile.Of(plan).Name)} here: Slack says `{SlackText.Escape(error)}`.{hint})", item.TraceParent);
    }
}
