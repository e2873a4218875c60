using System.Text.Json;

namespace Holdfast.AI.Images;

/// <summary>What the images API answered: a picture, or an address where it is.</summary>
/// <param name="Bytes">The picture; null where there is an address.</param>
/// <param name="Address">Where it is; null where it came along.</param>
internal sealed record ImageAnswer(byte[]? Bytes, Uri? Address)
{
    private const string DataUrlMark = ";base64,";

    /// <summary>Tokens of the prompt, and of the picture that was edited; null where that is not said.</summary>
    public long? InputTokens { get; private init; }

    /// <summary>Tokens of the picture; null where that is not said.</summary>
    public long? OutputTokens { get; private init; }

    /// <summary>Reads it, as far as it is needed; null where there is no picture in it.</summary>
    /// <param name="json">The answer.</param>
    public static ImageAnswer? Read(byte[] json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            if (!Has(root, "data", JsonValueKind.Array, out var data) || data.GetArrayLength() == 0 || Picture(data[0]) is not { } found)
                return null;
            var usage = Has(root, "usage", JsonValueKind.Object, out var told) ? told : default;
            return found with { InputTokens = Number(usage, "input_tokens"), OutputTokens = Number(usage, "output_tokens") };
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            // A page, a cut answer, half a character: whatever it is, it is no picture.
            return null;
        }
    }

    private static ImageAnswer? Picture(JsonElement one)
    {
        if (Has(one, "b64_json", JsonValueKind.String, out var inside))
        {
            // Some put the type before it.
            var text = inside.GetString()!;
            var at = text.StartsWith("data:", StringComparison.Ordinal) ? text.IndexOf(DataUrlMark, StringComparison.Ordinal) : -1;
            return new ImageAnswer(at < 0 ? Convert.FromBase64String(text) : Convert.FromBase64String(text[(at + DataUrlMark.Length)..]), Address: null);
        }

        return Has(one, "url", JsonValueKind.String, out var url) && Uri.TryCreate(url.GetString(), UriKind.Absolute, out var address) ? new ImageAnswer(Bytes: null, address) : null;
    }

    private static bool Has(JsonElement json, string name, JsonValueKind kind, out JsonElement value)
    {
        value = default;
        return json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out value) && value.ValueKind == kind;
    }

    private static long? Number(JsonElement json, string name) => Has(json, name, JsonValueKind.Number, out var value) && value.TryGetInt64(out var number) && number >= 0 ? number : null;
}
