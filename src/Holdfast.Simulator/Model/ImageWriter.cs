using System.Text.Json;
using Holdfast.Simulator.Json;
using Holdfast.Simulator.Pictures;

namespace Holdfast.Simulator.Model;

/// <summary>Writes what was drawn, as one object or as server-sent events with unfinished pictures before it.</summary>
internal sealed class ImageWriter(ImageRequest request, ImageReply reply, TimeProvider time)
{
    /// <summary>How coarse an unfinished picture is: the pixels of its shorter side.</summary>
    private const int Coarse = 24;

    private readonly string _size = request.Size == "auto" ? "1024x1024" : request.Size;
    private readonly string _quality = request.Quality == "auto" ? "medium" : request.Quality;

    private string Background => request.Background == "auto" ? "opaque" : request.Background;

    private string Kind => request.IsEdit ? "image_edit" : "image_generation";

    public Task WriteAsync(HttpResponse response, CancellationToken gone) =>
        request.PartialImages is { } partial ? StreamAsync(response, partial, gone) : WriteWholeAsync(response, gone);

    private async Task WriteWholeAsync(HttpResponse response, CancellationToken gone)
    {
        var pictures = reply.Pictures ?? [.. Enumerable.Range(0, request.Count).Select(index => (ReadOnlyMemory<byte>)PngWriter.Write(Draw(index)))];
        response.ContentType = "application/json";
        var json = Build(writer =>
        {
            writer.WriteNumber("created", time.GetUtcNow().ToUnixTimeSeconds());
            WriteLooks(writer);
            writer.WriteStartArray("data");
            foreach (var picture in pictures)
            {
                writer.WriteStartObject();
                writer.WriteBase64String("b64_json", picture.Span);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            WriteUsage(writer, pictures.Count);
        });
        response.ContentLength = json.Length;
        await response.Body.WriteAsync(json, gone);
    }

    private async Task StreamAsync(HttpResponse response, int partial, CancellationToken gone)
    {
        response.ContentType = "text/event-stream; charset=utf-8";
        var drawn = reply.Pictures is [_, ..] ? null : Draw(0);
        for (var index = 0; index < partial && drawn is not null; index++)
        {
            var side = Coarse << index;
            var unfinished = PngWriter.Write(drawn.Scaled(side * drawn.Width / drawn.Height, side).Scaled(drawn.Width, drawn.Height));
            var number = index;
            await SendAsync(response, "partial_image", unfinished, writer => writer.WriteNumber("partial_image_index", number), gone);
        }

        await SendAsync(response, "completed", drawn is null ? reply.Pictures![0] : PngWriter.Write(drawn), writer => WriteUsage(writer, count: 1), gone);
    }

    private async Task SendAsync(HttpResponse response, string what, ReadOnlyMemory<byte> picture, Action<Utf8JsonWriter> more, CancellationToken gone)
    {
        var json = Build(writer =>
        {
            writer.WriteString("type", $"{Kind}.{what}");
            writer.WriteBase64String("b64_json", picture.Span);
            writer.WriteNumber("created_at", time.GetUtcNow().ToUnixTimeSeconds());
            WriteLooks(writer);
            more(writer);
        });
        await response.WriteAsync($"event: {Kind}.{what}\ndata: ", gone);
        await response.Body.WriteAsync(json, gone);
        await response.WriteAsync("\n\n", gone);
        await response.Body.FlushAsync(gone);
    }

    private Bitmap Draw(int index)
    {
        var sides = _size.Split('x');
        return ImagePainter.Draw(request, index, int.Parse(sides[0]), int.Parse(sides[1]));
    }

    private void WriteLooks(Utf8JsonWriter writer)
    {
        writer.WriteString("background", Background);
        writer.WriteString("output_format", "png");
        writer.WriteString("quality", _quality);
        writer.WriteString("size", _size);
    }

    /// <summary>A picture costs by its size and quality, as OpenAI lists it.</summary>
    private void WriteUsage(Utf8JsonWriter writer, int count)
    {
        var texts = (request.Prompt.Length / 4) + 1;
        var images = request.Images.Sum(image => image.Tokens);
        var drawn = count * (_quality, _size) switch
        {
            ("low", "1024x1024") => 272,
            ("low", "1024x1536") => 408,
            ("low", _) => 400,
            ("medium", "1024x1024") => 1_056,
            ("medium", "1024x1536") => 1_584,
            ("medium", _) => 1_568,
            (_, "1024x1024") => 4_160,
            (_, "1024x1536") => 6_240,
            _ => 6_208,
        };
        writer.WriteStartObject("usage");
        writer.WriteNumber("total_tokens", texts + images + drawn);
        writer.WriteNumber("input_tokens", texts + images);
        writer.WriteNumber("output_tokens", drawn);
        writer.WriteStartObject("input_tokens_details");
        writer.WriteNumber("text_tokens", texts);
        writer.WriteNumber("image_tokens", images);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static byte[] Build(Action<Utf8JsonWriter> write)
    {
        var buffer = JsonBuffer.Rent();
        buffer.Writer.WriteStartObject();
        write(buffer.Writer);
        buffer.Writer.WriteEndObject();
        var json = buffer.Written().ToArray();
        buffer.Return();
        return json;
    }
}
