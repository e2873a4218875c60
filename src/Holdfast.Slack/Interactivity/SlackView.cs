using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Slack.Json;

namespace Holdfast.Slack.Interactivity;

/// <summary>A view as Slack keeps it. https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload</summary>
public sealed record SlackView
{
    /// <summary>Slack's id.</summary>
    public string Id { get; init => field = value ?? ""; } = "";

    /// <summary><c>modal</c> or <c>home</c>.</summary>
    public string? Type { get; init; }

    /// <summary>The workspace.</summary>
    public TeamId? TeamId { get; init; }

    /// <summary>Our name of the kind of view.</summary>
    public string? CallbackId { get; init; }

    /// <summary>Our id.</summary>
    public string? ExternalId { get; init; }

    /// <summary>What we gave it to carry.</summary>
    public string? PrivateMetadata { get; init; }

    /// <summary>Its state, for views.update.</summary>
    public string? Hash { get; init; }

    /// <summary>The app.</summary>
    public string? AppId { get; init; }

    /// <summary>The app's bot.</summary>
    public BotId? BotId { get; init; }

    /// <summary>The workspace in which the app is installed, which can be another than that of the person.</summary>
    public TeamId? AppInstalledTeamId { get; init; }

    /// <summary>The lowest view of the stack.</summary>
    public string? RootViewId { get; init; }

    /// <summary>The view below.</summary>
    public string? PreviousViewId { get; init; }

    /// <summary>The fields.</summary>
    [JsonConverter(typeof(LooseObjectConverter<ViewState>))]
    public ViewState? State { get; init; }

    /// <summary>The blocks as they came.</summary>
    public JsonElement? Blocks { get; init; }
}

/// <summary>The fields of a view or message.</summary>
public sealed record ViewState
{
    /// <summary>The fields by block id, then by action id.</summary>
    [JsonConverter(typeof(ViewStateValuesConverter))]
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, BlockAction>> Values { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, BlockAction>>();

    /// <summary>Finds a field.</summary>
    /// <param name="blockId">The block.</param>
    /// <param name="actionId">The element.</param>
    /// <returns>The field, or null.</returns>
    public BlockAction? Find(string blockId, string actionId) =>
        Values.TryGetValue(blockId, out var block) && block.TryGetValue(actionId, out var field) ? field : null;
}
