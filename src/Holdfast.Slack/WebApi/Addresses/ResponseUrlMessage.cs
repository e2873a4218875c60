using System.Text.Json;
using Holdfast.Slack.BlockKit;

namespace Holdfast.Slack.WebApi.Addresses;

/// <summary>
/// A message to the <c>response_url</c> of an interaction. https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
/// </summary>
/// <remarks>A thread is reached only with <see cref="InChannel"/>, <see cref="ThreadTs"/> and <see cref="ReplaceOriginal"/> false together.</remarks>
public sealed record ResponseUrlMessage
{
    /// <summary>Shown to the person alone; Slack's default.</summary>
    public const string Ephemeral = "ephemeral";

    /// <summary>Shown to everybody in the channel.</summary>
    public const string InChannel = "in_channel";

    /// <summary>The text in mrkdwn.</summary>
    public string? Text { get; init; }

    /// <summary>At most <see cref="SlackLimits.MessageBlocks"/> blocks.</summary>
    public IReadOnlyList<Block>? Blocks { get; init; }

    /// <summary><see cref="Ephemeral"/> or <see cref="InChannel"/>; cannot be changed for a message that is there.</summary>
    public string? ResponseType { get; init; }

    /// <summary>Whether this takes the place of the message that was acted on.</summary>
    public bool? ReplaceOriginal { get; init; }

    /// <summary>Whether the message that was acted on goes.</summary>
    public bool? DeleteOriginal { get; init; }

    /// <summary>The thread to post it in.</summary>
    public SlackTs? ThreadTs { get; init; }

    /// <summary>The message as a JSON object in UTF-8, fit to be stored and sent later.</summary>
    /// <returns>The bytes.</returns>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, AddressesJson.Contracts.ResponseUrlMessage);

    /// <summary>The type's name alone: messages do not belong in a log.</summary>
    /// <returns>The type's name.</returns>
    public override string ToString() => nameof(ResponseUrlMessage);
}
