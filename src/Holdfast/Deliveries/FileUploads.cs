using System.Text.Json;
using Holdfast.Diagnostics;
using Holdfast.Items;
using Holdfast.Slack;
using Holdfast.Slack.WebApi;
using Holdfast.Slack.WebApi.Files;
using Holdfast.Storage;

namespace Holdfast.Deliveries;

/// <summary>
/// Posts planned files: three calls, of which only the last can be seen by anybody, so that it is the only one whose repetition
/// shows. https://docs.slack.dev/messaging/working-with-files#upload
/// </summary>
public sealed class FileUploads(SlackWebClient client, MessageComposer messages, IRecordReader records, HoldfastMetrics metrics)
{
    /// <summary>A shared file appears some time after Slack has answered: not before that is it looked for, and perhaps posted again.</summary>
    internal static readonly TimeSpan Appearance = TimeSpan.FromSeconds(10);

    /// <summary>The error of a file whose bytes are not kept any more.</summary>
    internal const string Gone = "file_not_kept";

    private const string GetUploadUrl = "files.getUploadURLExternal";
    private const string Complete = "files.completeUploadExternal";

    /// <summary>The calls that are made, each with a rate limit of its own.</summary>
    internal static IReadOnlyList<string> Methods { get; } = [GetUploadUrl, SlackWebClient.UploadUrl, Complete];

    /// <summary>Posts a file.</summary>
    /// <param name="delivery">The delivery. Its last call is noted as the one that left: of the others nothing is to be seen.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    /// <returns>What is kept of it from then on.</returns>
    /// <exception cref="SlackException">One of the calls failed, or the file is not there any more.</exception>
    /// <exception cref="OperationCanceledException">The server stops, and the call that shows the file was not begun.</exception>
    internal async Task<IReadOnlyList<StoredRecord>> UploadAsync(ActiveDelivery delivery, CancellationToken cancellationToken)
    {
        var plan = delivery.Plan;
        var file = PlannedFile.Of(plan);
        var kept = await KeptAsync(file, cancellationToken);
        var content = file.Content ?? kept?.Content ?? throw new SlackException(DeliveryPlan.UploadFile, Gone);
        using var unseen = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, delivery.Stopping);
        var place = await delivery.Slack.CallAsync(new FilesGetUploadURLExternalRequest { Filename = file.Name, Length = content.Length, AltTxt = file.AltText }, unseen.Token);
        metrics.Called(GetUploadUrl, "ok");
        if (!Uri.TryCreate(place.UploadUrl, UriKind.Absolute, out var address) || place.FileId is not { Length: > 0 } id)
            throw new SlackException(GetUploadUrl, SlackErrors.InvalidResponse);
        await client.UploadAsync(address, content, unseen.Token);
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
        return kept is null ? [] : [kept.Posted(id)];
    }

    /// <summary>What is kept of a file that was found in Slack, because it had been posted before.</summary>
    /// <param name="plan">Its plan.</param>
    /// <param name="message">The message with it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    internal async ValueTask<IReadOnlyList<StoredRecord>> FoundAsync(DeliveryPlan plan, SlackMessage message, CancellationToken cancellationToken)
    {
        var file = PlannedFile.Of(plan);
        if (await KeptAsync(file, cancellationToken) is not { } kept)
            return [];
        var found = message.Files is { ValueKind: JsonValueKind.Array } files ? files.EnumerateArray().FirstOrDefault(one => IsNamed(one, file.Name)) : default;
        return [kept.Posted(found.ValueKind == JsonValueKind.Object && found.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String ? id.GetString() : null)];
    }

    /// <summary>A message in place of a file that Slack does not take.</summary>
    /// <param name="item">The delivery.</param>
    /// <param name="plan">Its plan.</param>
    /// <param name="error">What Slack says.</param>
    internal NewItem InPlaceOf(LaneItem item, DeliveryPlan plan, string error)
    {
        var hint = error == SlackErrors.MissingScope ? " The app needs the scope `files:write`." : "";
        var why = error == Gone ? "I had to wait too long for Slack, and don't have it any more." : $"Slack says `{SlackText.Escape(error)}`.{hint}";
        return messages.Notice(
            plan.Conversation, plan.Cause, $"(I couldn't post the file {SlackText.Escape(PlannedFile.Of(plan).Name)} here: {why})", item.TraceParent);
    }

    /// <summary>Whether a file of Slack's has a name.</summary>
    internal static bool IsNamed(JsonElement file, string name) =>
        file.ValueKind == JsonValueKind.Object && file.TryGetProperty("name", out var named) && named.ValueKind == JsonValueKind.String && named.ValueEquals(name);

    private async ValueTask<KeptFile?> KeptAsync(PlannedFile file, CancellationToken cancellationToken) =>
        file.Kept is { } id ? await records.GetAsync(KeptFile.Kind, id, cancellationToken) : null;
}
