using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Items;

namespace Holdfast.PersonalData;

/// <summary>An operator wants a person forgotten. It is work like any other: whatever dies in the middle, it is gone on with.</summary>
/// <param name="User">Slack's id of the person.</param>
/// <param name="Before">What was said before this moment goes.</param>
/// <param name="By">Where that was typed, and by whom.</param>
internal sealed record ForgetOrder(string User, DateTimeOffset Before, string By)
{
    /// <summary>The kind of its item, as it is stored.</summary>
    public const string Kind = "forget";

    /// <summary>The order as an item. All about one person happens in one lane.</summary>
    public NewItem ToItem(TimeProvider time) => new()
    {
        Id = ItemId.New(time),
        Queue = LaneQueue.Scheduled,
        Lane = $"forget/{User}",
        Kind = Kind,
        Payload = JsonSerializer.SerializeToUtf8Bytes(this, PersonalDataJson.Default.ForgetOrder),
    };

    /// <summary>Reads what <see cref="ToItem"/> wrote.</summary>
    public static ForgetOrder Read(LaneItem item) =>
        JsonSerializer.Deserialize(item.Payload.Span, PersonalDataJson.Default.ForgetOrder) ?? throw new JsonException("The order is empty.");
}

/// <summary>How far an order has come. Whose it is, is not in it.</summary>
internal sealed record ForgetState
{
    /// <summary>The kind of its records.</summary>
    public const string Kind = "forgetting";

    /// <summary>Runs that went.</summary>
    public int Runs { get; init; }

    /// <summary>Turns that went.</summary>
    public int Turns { get; init; }

    /// <summary>Dead letters that went.</summary>
    public int DeadLetters { get; init; }

    /// <summary>Records that went.</summary>
    public int Records { get; init; }

    /// <summary>Whether it is done.</summary>
    public bool Done { get; init; }

    /// <summary>The name of an order's.</summary>
    public static RecordKey KeyOf(ItemId order) => new(Kind, order);

    /// <summary>As it is kept.</summary>
    public StoredRecord ToRecord(ItemId order, DateTimeOffset now) =>
        KeyOf(order).With(JsonSerializer.Serialize(this, PersonalDataJson.Default.ForgetState)) with { EndedAt = Done ? now : null };

    /// <summary>What was kept.</summary>
    public static ForgetState? Read(string? value) => value is null ? null : JsonSerializer.Deserialize(value, PersonalDataJson.Default.ForgetState);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ForgetOrder))]
[JsonSerializable(typeof(ForgetState))]
[JsonSerializable(typeof(ForgetView))]
internal sealed partial class PersonalDataJson : JsonSerializerContext;
