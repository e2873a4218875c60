using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Slack.Json;

namespace Holdfast.Slack.Interactivity;

/// <summary>
/// Something a person did with what the app shows. https://docs.slack.dev/interactivity/handling-user-interaction
/// </summary>
public abstract record InteractionPayload
{
    /// <summary>Slack's name of the kind of interaction.</summary>
    public string Type { get; init => field = value ?? ""; } = "";

    /// <summary>Who did it.</summary>
    [JsonConverter(typeof(LooseObjectConverter<InteractionUser>))]
    public InteractionUser? User { get; init; }

    /// <summary>The workspace; null for an app installed for a whole organisation.</summary>
    [JsonConverter(typeof(LooseObjectConverter<InteractionTeam>))]
    public InteractionTeam? Team { get; init; }

    /// <summary>The organisation; null outside of one.</summary>
    [JsonConverter(typeof(LooseObjectConverter<InteractionEnterprise>))]
    public InteractionEnterprise? Enterprise { get; init; }

    /// <summary>The app.</summary>
    public string? ApiAppId { get; init; }

    /// <summary>Allows to open a view; lives 3 s and can be used once.</summary>
    public string? TriggerId { get; init; }

    /// <summary>Whether the app is installed for a whole organisation.</summary>
    public bool IsEnterpriseInstall { get; init; }

    /// <summary>The payload as it came.</summary>
    [JsonIgnore]
    public JsonElement Raw { get; internal set; }

    /// <summary>Decodes a payload without throwing.</summary>
    /// <param name="payload">The payload in UTF-8.</param>
    /// <returns>A known kind, <see cref="UnknownInteraction"/> for another, null for what is not a JSON object.</returns>
    public static InteractionPayload? TryRead(ReadOnlySpan<byte> payload)
    {
        JsonElement json;
        try
        {
            json = JsonElement.Parse(payload);
        }
        catch (JsonException)
        {
            return null;
        }

        if (json.ValueKind != JsonValueKind.Object)
            return null;
        var type = TolerantJson.TypeOf(json);
        InteractionPayload? known = type switch
        {
            "block_actions" => TolerantJson.TryRead(json, InteractivityJson.LooseContracts.BlockActionsPayload),
            "view_submission" => TolerantJson.TryRead(json, InteractivityJson.LooseContracts.ViewSubmissionPayload),
            "view_closed" => TolerantJson.TryRead(json, InteractivityJson.LooseContracts.ViewClosedPayload),
            "shortcut" or "message_action" => TolerantJson.TryRead(json, InteractivityJson.LooseContracts.ShortcutPayload),
            _ => null,
        };
        known ??= new UnknownInteraction { Type = type };
        known.Raw = json;
        return known;
    }

    /// <summary>The type alone: payloads hold what people wrote.</summary>
    /// <returns>The type.</returns>
    public sealed override string ToString() => Type;
}

/// <summary>A kind of interaction this version has no type for.</summary>
public sealed record UnknownInteraction : InteractionPayload;

/// <summary>Who did it.</summary>
public sealed record InteractionUser
{
    /// <summary>The id.</summary>
    public UserId Id { get; init; }

    /// <summary>The account's name.</summary>
    public string? Username { get; init; }

    /// <summary>The account's name, in some payloads.</summary>
    public string? Name { get; init; }

    /// <summary>The person's own workspace.</summary>
    public TeamId? TeamId { get; init; }
}

/// <summary>Where it was done.</summary>
public sealed record InteractionTeam
{
    /// <summary>The id.</summary>
    public TeamId Id { get; init; }

    /// <summary>The workspace's part of its address.</summary>
    public string? Domain { get; init; }
}

/// <summary>The organisation in which it was done.</summary>
public sealed record InteractionEnterprise
{
    /// <summary>The id.</summary>
    public string? Id { get; init; }

    /// <summary>The name.</summary>
    public string? Name { get; init; }
}

/// <summary>The channel in which it was done.</summary>
public sealed record InteractionChannel
{
    /// <summary>The id.</summary>
    public ChannelId Id { get; init; }

    /// <summary>The name.</summary>
    public string? Name { get; init; }
}
