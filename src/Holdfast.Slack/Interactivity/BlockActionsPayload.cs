using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Slack.BlockKit;
using Holdfast.Slack.Json;
using Holdfast.Slack.WebApi;

namespace Holdfast.Slack.Interactivity;

/// <summary>A click or choice. https://docs.slack.dev/reference/interaction-payloads/block_actions-payload</summary>
public sealed record BlockActionsPayload : InteractionPayload
{
    /// <summary>What was clicked or chosen.</summary>
    [JsonConverter(typeof(LooseListConverter<BlockAction>))]
    public IReadOnlyList<BlockAction> Actions { get; init; } = [];

    /// <summary>What holds the element.</summary>
    [JsonConverter(typeof(LooseObjectConverter<InteractionContainer>))]
    public InteractionContainer? Container { get; init; }

    /// <summary>The channel; null in a view.</summary>
    [JsonConverter(typeof(LooseObjectConverter<InteractionChannel>))]
    public InteractionChannel? Channel { get; init; }

    /// <summary>The message; null in a view.</summary>
    [JsonConverter(typeof(LooseObjectConverter<SlackMessage>))]
    public SlackMessage? Message { get; init; }

    /// <summary>The view; null in a message.</summary>
    [JsonConverter(typeof(LooseObjectConverter<SlackView>))]
    public SlackView? View { get; init; }

    /// <summary>The other fields at that moment.</summary>
    [JsonConverter(typeof(LooseObjectConverter<ViewState>))]
    public ViewState? State { get; init; }

    /// <summary>Where to answer without a token, five times within 30 minutes; a secret.</summary>
    public string? ResponseUrl { get; init; }
}

/// <summary>What holds an element.</summary>
public sealed record InteractionContainer
{
    /// <summary><c>message</c>, <c>message_attachment</c> or <c>view</c>.</summary>
    public string? Type { get; init; }

    /// <summary>The channel of the message.</summary>
    public ChannelId? ChannelId { get; init; }

    /// <summary>The message.</summary>
    public SlackTs? MessageTs { get; init; }

    /// <summary>The message's thread.</summary>
    public SlackTs? ThreadTs { get; init; }

    /// <summary>The view.</summary>
    public string? ViewId { get; init; }

    /// <summary>The attachment within the message, from 1.</summary>
    public long? AttachmentId { get; init; }

    /// <summary>Whether the attachment is a link's preview made by the app.</summary>
    public bool IsAppUnfurl { get; init; }

    /// <summary>Whether only one person sees the message.</summary>
    public bool IsEphemeral { get; init; }
}

/// <summary>One action, or one field of a view's state.</summary>
public sealed record BlockAction
{
    /// <summary>The kind of element.</summary>
    public string? Type { get; init; }

    /// <summary>The element's name.</summary>
    public string? ActionId { get; init; }

    /// <summary>The block's name.</summary>
    public string? BlockId { get; init; }

    /// <summary>When it happened.</summary>
    public SlackTs? ActionTs { get; init; }

    /// <summary>A button's value or a field's text. Anyone may have forged it.</summary>
    public string? Value { get; init; }

    /// <summary>The choice.</summary>
    [JsonConverter(typeof(LooseObjectConverter<OptionObject>))]
    public OptionObject? SelectedOption { get; init; }

    /// <summary>The choices.</summary>
    [JsonConverter(typeof(LooseListConverter<OptionObject>))]
    public IReadOnlyList<OptionObject>? SelectedOptions { get; init; }

    /// <summary>The chosen person.</summary>
    public UserId? SelectedUser { get; init; }

    /// <summary>The chosen people.</summary>
    [JsonConverter(typeof(LooseIdsConverter<UserId>))]
    public IReadOnlyList<UserId>? SelectedUsers { get; init; }

    /// <summary>The chosen conversation.</summary>
    public ChannelId? SelectedConversation { get; init; }

    /// <summary>The chosen conversations.</summary>
    [JsonConverter(typeof(LooseIdsConverter<ChannelId>))]
    public IReadOnlyList<ChannelId>? SelectedConversations { get; init; }

    /// <summary>The chosen channel.</summary>
    public ChannelId? SelectedChannel { get; init; }

    /// <summary>The chosen channels.</summary>
    [JsonConverter(typeof(LooseIdsConverter<ChannelId>))]
    public IReadOnlyList<ChannelId>? SelectedChannels { get; init; }

    /// <summary>The chosen day, <c>YYYY-MM-DD</c>.</summary>
    public string? SelectedDate { get; init; }

    /// <summary>The chosen time, <c>HH:mm</c>.</summary>
    public string? SelectedTime { get; init; }

    /// <summary>The chosen moment, in seconds since 1970-01-01 UTC.</summary>
    public long? SelectedDateTime { get; init; }

    /// <summary>Formatted text as it came.</summary>
    public JsonElement? RichTextValue { get; init; }
}
