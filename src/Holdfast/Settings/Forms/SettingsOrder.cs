using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Conversations;
using Holdfast.Interactions;
using Holdfast.Items;

namespace Holdfast.Settings.Forms;

/// <summary>
/// What somebody wants set. It goes into a lane of the settings it is about: of two that come at once, or of one that comes late because a worker stood
/// still with it, the one that was sent last counts.
/// </summary>
internal sealed record SettingsOrder
{
    /// <summary>The kind of its items.</summary>
    public const string Kind = "settings";

    /// <summary>The workspace.</summary>
    public required string Team { get; init; }

    /// <summary>The person or the channel.</summary>
    public required string Of { get; init; }

    /// <summary>Who wants it.</summary>
    public required string By { get; init; }

    /// <summary>When it was sent.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The model, empty for the usual one; null leaves it as it is.</summary>
    public string? Model { get; init; }

    /// <summary>How much the model thinks, empty for as usual; null leaves it as it is.</summary>
    public string? Effort { get; init; }

    /// <summary>How freely the model writes, empty for as usual; null leaves it as it is.</summary>
    public string? Temperature { get; init; }

    /// <summary>How dates and times are written, empty for as Slack shows them; null leaves it as it is.</summary>
    public string? Dates { get; init; }

    /// <summary>The wishes, empty for none; null leaves them as they are.</summary>
    public string? Instructions { get; init; }

    /// <summary>Whether answers are shown while they are written; null leaves it as it is.</summary>
    public bool? Streams { get; init; }

    /// <summary>For how many seconds runs are kept; null leaves it as it is.</summary>
    public long? KeptSeconds { get; init; }

    /// <summary>What a view asks for that was accepted.</summary>
    public static SettingsOrder From(Interaction submission, string of, TimeSpan? kept) => new()
    {
        Team = submission.Team.Value,
        Of = of,
        By = submission.User.Value,
        At = submission.ArrivedAt,
        Model = SettingsFields.ChosenOf(submission.View, SettingsActions.Model),
        Effort = SettingsFields.ChosenOf(submission.View, SettingsActions.Effort),
        Temperature = SettingsFields.ChosenOf(submission.View, SettingsActions.Temperature),
        Dates = SettingsFields.ChosenOf(submission.View, SettingsActions.Dates),
        Instructions = SettingsFields.InstructionsOf(submission.View),
        Streams = SettingsFields.StreamsOf(submission.View),
        KeptSeconds = kept is { } time ? (long)time.TotalSeconds : null,
    };

    /// <summary>As an item, for the transition that ends the submission.</summary>
    public NewItem ToItem(TimeProvider time, Interaction submission) => new()
    {
        Id = ItemId.New(time),
        Queue = LaneQueue.Scheduled,
        Lane = $"settings/{Team}/{Of}",
        Kind = Kind,
        Owner = Owners.Of(Team, By),
        Payload = JsonSerializer.SerializeToUtf8Bytes(this, SettingsOrderJson.Default.SettingsOrder),
        TraceParent = submission.Item.TraceParent,
    };

    /// <summary>Reads what <see cref="ToItem"/> wrote.</summary>
    public static SettingsOrder Read(LaneItem item) =>
        JsonSerializer.Deserialize(item.Payload.Span, SettingsOrderJson.Default.SettingsOrder) ?? throw new JsonException("The order is empty.");

    /// <summary>What is set after it.</summary>
    public ChosenSettings After(ChosenSettings current) => new()
    {
        Model = Model ?? current.Model,
        Effort = Effort ?? current.Effort,
        Temperature = Temperature ?? current.Temperature,
        Dates = Dates ?? current.Dates,
        Instructions = Instructions ?? current.Instructions,
        Streams = Streams ?? current.Streams,
        By = By,
        At = At,
    };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SettingsOrder))]
internal sealed partial class SettingsOrderJson : JsonSerializerContext;
