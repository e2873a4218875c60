using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Records;

namespace Holdfast.Redis.Memory;

/// <summary>Turns as they stand in Redis: <c>{"role":"user","content":"..."}</c>.</summary>
internal static class TurnJson
{
    /// <summary>Letters of all languages as they are: the value is text for other programs, never part of a page.</summary>
    private static readonly TurnJsonContext Json = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    public static byte[] Write(Turn turn) => JsonSerializer.SerializeToUtf8Bytes(turn, Json.Turn);
}

[JsonSerializable(typeof(Turn))]
internal sealed partial class TurnJsonContext : JsonSerializerContext;
