using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Conversations;

namespace Holdfast.Redis.Memory;

/// <summary>Turns as they stand in Redis: <c>{"role":"user","content":"..."}</c>.</summary>
internal static class TurnJson
{
    /// <summary>Letters of all languages as they are: the value is text for other programs, never part of a page.</summary>
    private static readonly TurnJsonContext Json = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    public static string Write(Turn turn) => JsonSerializer.Serialize(turn, Json.Turn);

    /// <summary>A whole conversation; the scripts have made sure that it is one.</summary>
    public static IReadOnlyList<Turn> Read(string json) => JsonSerializer.Deserialize(json, Json.IReadOnlyListTurn) ?? [];
}

[JsonSerializable(typeof(IReadOnlyList<Turn>))]
internal sealed partial class TurnJsonContext : JsonSerializerContext;
