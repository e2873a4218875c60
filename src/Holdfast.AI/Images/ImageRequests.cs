using System.Net.Http.Headers;
using System.Text.Json;
using Holdfast.Attachments;
using Holdfast.Images;

namespace Holdfast.AI.Images;

/// <summary>What the images API is asked by: JSON for a new picture, a form for one that is edited.</summary>
internal static class ImageRequests
{
    /// <summary>A new picture.</summary>
    public static HttpContent Json(ImageOrder order, ImageOptions options)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in Fields(order, options))
                writer.WriteString(name, value);
            writer.WriteNumber("n", 1);
            writer.WriteEndObject();
        }

        return new ByteArrayContent(buffer.ToArray()) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
    }

    /// <summary>A picture that is edited.</summary>
    public static HttpContent Form(ImageOrder order, Picture original, ImageOptions options)
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, value) in Fields(order, options))
            form.Add(new StringContent(value), Quoted(name));
        form.Add(new StringContent("1"), Quoted("n"));
        var picture = new ReadOnlyMemoryContent(original.Bytes) { Headers = { ContentType = new MediaTypeHeaderValue(original.MediaType) } };
        form.Add(picture, Quoted("image"), Quoted($"picture.{original.MediaType["image/".Length..]}"));
        return form;
    }

    private static IEnumerable<(string Name, string Value)> Fields(ImageOrder order, ImageOptions options)
    {
        yield return ("model", options.Model);
        yield return ("prompt", order.Prompt);
        if ((order.Size ?? options.Size) is { Length: > 0 } size)
            yield return ("size", size);
        if (options.Quality.Length > 0)
            yield return ("quality", options.Quality);

        // The older models give an address by themselves; the newer ones know no such word, and give the picture.
        if (options.Model.StartsWith("dall-e", StringComparison.OrdinalIgnoreCase))
            yield return ("response_format", "b64_json");
    }

    /// <summary>Not all read a name without quotes.</summary>
    private static string Quoted(string name) => $"\"{name}\"";
}
