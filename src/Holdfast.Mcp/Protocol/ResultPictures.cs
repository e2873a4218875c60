using System.Buffers.Text;
using System.Text.Json.Nodes;
using Holdfast.Deliveries;
using Holdfast.Images;
using Holdfast.Mcp.Configuration;

namespace Holdfast.Mcp.Protocol;

/// <summary>The pictures in what a server answered: by what they are, not by what it says they are, and no more than are shown.</summary>
internal static class ResultPictures
{
    private const int MaxDescription = 1_000;

    /// <summary>Those that can be shown, by the part of the result that each stands in.</summary>
    /// <param name="result">The answer to <c>tools/call</c>.</param>
    /// <param name="mask">Takes the server's secrets out of what it says of them.</param>
    public static IReadOnlyDictionary<JsonNode, ReturnedPicture> Of(JsonNode? result, SecretMask mask)
    {
        var found = new Dictionary<JsonNode, ReturnedPicture>();
        var parts = result.Part("content") as JsonArray ?? [];
        var said = mask.Hide(string.Join(' ', parts.Where(part => part.Text("type") == "text").Select(part => part.Text("text")).OfType<string>().Take(ReturnedPictures.MaxAtOnce)));
        var description = Text.TextCut.Beginning(said, MaxDescription);
        foreach (var part in parts.Where(part => part.Text("type") == "image"))
        {
            if (found.Count == ReturnedPictures.MaxAtOnce)
                break;
            if (BytesOf(part.Text("data")) is { } bytes && PictureType.Of(bytes) is { } type)
                found[part!] = new ReturnedPicture(bytes, type, description);
        }

        return found;
    }

    private static byte[]? BytesOf(string? data)
    {
        if (data is null || Base64.GetMaxDecodedFromUtf8Length(data.Length) > KeptFile.MaxBytes + 2)
            return null;
        var bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(data.Length)];
        return Convert.TryFromBase64String(data, bytes, out var written) && written is > 0 and <= KeptFile.MaxBytes ? bytes[..written] : null;
    }
}
