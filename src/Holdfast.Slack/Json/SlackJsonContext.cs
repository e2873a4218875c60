using System.Text.Json.Serialization;
using Holdfast.Slack.BlockKit;
using Holdfast.Slack.Events;
using Holdfast.Slack.Interactivity;
using Holdfast.Slack.WebApi;
using Holdfast.Slack.WebApi.Addresses;
using Holdfast.Slack.WebApi.Agents;
using Holdfast.Slack.WebApi.Api;
using Holdfast.Slack.WebApi.Apps;
using Holdfast.Slack.WebApi.Assistant;
using Holdfast.Slack.WebApi.Auth;
using Holdfast.Slack.WebApi.Chat;
using Holdfast.Slack.WebApi.Conversations;
using Holdfast.Slack.WebApi.Files;
using Holdfast.Slack.WebApi.Reactions;
using Holdfast.Slack.WebApi.Usergroups;
using Holdfast.Slack.WebApi.Users;
using Holdfast.Slack.WebApi.Views;

namespace Holdfast.Slack.Json;

/// <summary>
/// The contracts of everything that goes over the wire. Nulls are not written because Slack's own SDKs and server tell
/// "absent" from "null".
/// </summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(ApiTestRequest))]
[JsonSerializable(typeof(AuthTestRequest))]
[JsonSerializable(typeof(AuthTestResponse))]
[JsonSerializable(typeof(AppsConnectionsOpenRequest))]
[JsonSerializable(typeof(AppsConnectionsOpenResponse))]
[JsonSerializable(typeof(ChatPostMessageRequest))]
[JsonSerializable(typeof(ChatPostMessageResponse))]
[JsonSerializable(typeof(ChatUpdateRequest))]
[JsonSerializable(typeof(ChatUpdateResponse))]
[JsonSerializable(typeof(ChatPostEphemeralRequest))]
[JsonSerializable(typeof(ChatPostEphemeralResponse))]
[JsonSerializable(typeof(ChatDeleteRequest))]
[JsonSerializable(typeof(ChatDeleteResponse))]
[JsonSerializable(typeof(ChatGetPermalinkRequest))]
[JsonSerializable(typeof(ChatGetPermalinkResponse))]
[JsonSerializable(typeof(ConversationsRepliesRequest))]
[JsonSerializable(typeof(ConversationsHistoryRequest))]
[JsonSerializable(typeof(MessagesResponse))]
[JsonSerializable(typeof(ConversationsInfoRequest))]
[JsonSerializable(typeof(ConversationsInfoResponse))]
[JsonSerializable(typeof(ConversationsOpenRequest))]
[JsonSerializable(typeof(ConversationsOpenResponse))]
[JsonSerializable(typeof(UsersInfoRequest))]
[JsonSerializable(typeof(UsersInfoResponse))]
[JsonSerializable(typeof(ViewsOpenRequest))]
[JsonSerializable(typeof(ViewsPushRequest))]
[JsonSerializable(typeof(ViewsUpdateRequest))]
[JsonSerializable(typeof(ViewsPublishRequest))]
[JsonSerializable(typeof(ViewResponse))]
[JsonSerializable(typeof(ReactionsAddRequest))]
[JsonSerializable(typeof(ReactionsRemoveRequest))]
[JsonSerializable(typeof(AssistantThreadsSetStatusRequest))]
[JsonSerializable(typeof(AgentsSessionsSetStatusRequest))]
[JsonSerializable(typeof(AgentsSessionsSetStatusResponse))]
[JsonSerializable(typeof(FilesGetUploadURLExternalRequest))]
[JsonSerializable(typeof(FilesGetUploadURLExternalResponse))]
[JsonSerializable(typeof(FilesCompleteUploadExternalRequest))]
[JsonSerializable(typeof(FilesCompleteUploadExternalResponse))]
[JsonSerializable(typeof(UsergroupsUsersListRequest))]
[JsonSerializable(typeof(UsergroupsUsersListResponse))]
[JsonSerializable(typeof(ResponseUrlMessage))]
[JsonSerializable(typeof(SlackResponse))]
[JsonSerializable(typeof(SlackMessage))]
[JsonSerializable(typeof(Block))]
[JsonSerializable(typeof(IReadOnlyList<Block>))]
[JsonSerializable(typeof(SectionBlock))]
[JsonSerializable(typeof(HeaderBlock))]
[JsonSerializable(typeof(DividerBlock))]
[JsonSerializable(typeof(ContextBlock))]
[JsonSerializable(typeof(ContextActionsBlock))]
[JsonSerializable(typeof(ActionsBlock))]
[JsonSerializable(typeof(ImageBlock))]
[JsonSerializable(typeof(InputBlock))]
[JsonSerializable(typeof(MarkdownBlock))]
[JsonSerializable(typeof(RichTextBlock))]
[JsonSerializable(typeof(TableBlock))]
[JsonSerializable(typeof(RichTextPart))]
[JsonSerializable(typeof(RichTextSection))]
[JsonSerializable(typeof(RichTextList))]
[JsonSerializable(typeof(RichTextPreformatted))]
[JsonSerializable(typeof(RichTextQuote))]
[JsonSerializable(typeof(RichTextInline))]
[JsonSerializable(typeof(RichTextText))]
[JsonSerializable(typeof(RichTextLink))]
[JsonSerializable(typeof(RichTextUser))]
[JsonSerializable(typeof(RichTextUsergroup))]
[JsonSerializable(typeof(RichTextChannel))]
[JsonSerializable(typeof(RichTextBroadcast))]
[JsonSerializable(typeof(RichTextEmoji))]
[JsonSerializable(typeof(RichTextDate))]
[JsonSerializable(typeof(TableCell))]
[JsonSerializable(typeof(RawTextCell))]
[JsonSerializable(typeof(RichTextCell))]
[JsonSerializable(typeof(BlockElement))]
[JsonSerializable(typeof(TextObject))]
[JsonSerializable(typeof(ImageElement))]
[JsonSerializable(typeof(ButtonElement))]
[JsonSerializable(typeof(FeedbackButtonsElement))]
[JsonSerializable(typeof(IconButtonElement))]
[JsonSerializable(typeof(PlainTextInputElement))]
[JsonSerializable(typeof(NumberInputElement))]
[JsonSerializable(typeof(StaticSelectElement))]
[JsonSerializable(typeof(UsersSelectElement))]
[JsonSerializable(typeof(ConversationsSelectElement))]
[JsonSerializable(typeof(RadioButtonsElement))]
[JsonSerializable(typeof(CheckboxesElement))]
[JsonSerializable(typeof(OverflowElement))]
[JsonSerializable(typeof(DateTimePickerElement))]
[JsonSerializable(typeof(View))]
[JsonSerializable(typeof(ViewSubmissionResponse))]
[JsonSerializable(typeof(EventCallback))]
[JsonSerializable(typeof(AppMentionEvent))]
[JsonSerializable(typeof(MessageEvent))]
[JsonSerializable(typeof(BlockActionsPayload))]
[JsonSerializable(typeof(ViewSubmissionPayload))]
[JsonSerializable(typeof(ViewClosedPayload))]
[JsonSerializable(typeof(ShortcutPayload))]
[JsonSerializable(typeof(SlashCommand))]
internal sealed partial class SlackJsonContext : JsonSerializerContext;
