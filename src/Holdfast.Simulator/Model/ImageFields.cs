using System.Text;
using System.Text.Json;
using Holdfast.Simulator.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Holdfast.Simulator.Model;

/// <summary>A file of a multipart form.</summary>
/// <param name="Field">The field's name, without brackets.</param>
/// <param name="Name">The file's name.</param>
/// <param name="MediaType">The media type that it was sent as.</param>
/// <param name="Bytes">What is in it.</param>
internal sealed record ImageFile(string Field, string Name, string MediaType, byte[] Bytes);

/// <summary>What a call of the image model brings: fields of a JSON object, or of a multipart form with files.</summary>
internal sealed class ImageFields
{
    private const int MaxParts = 64;

    public Dictionary<string, string> Texts { get; } = [];

    public List<ImageFile> Files { get; } = [];

    public string? this[string name] => Texts.GetValueOrDefault(name);

    /// <summary>Why it cannot be read, or null.</summary>
    public async Task<ModelProblem?> ReadAsync(byte[] body, string? contentType, bool isForm, CancellationToken cancellationToken)
    {
        if (!isForm) return ReadJson(body);
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type) || type.MediaType != "multipart/form-data" || type.Boundary.Length == 0)
            return new ModelProblem($"Invalid Content-Type header ({contentType}), expected multipart/form-data.");
        try
        {
            return await ReadFormAsync(body, HeaderUtilities.RemoveQuotes(type.Boundary).ToString(), cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            return new ModelProblem("Could not parse multipart form.");
        }
    }

    private ModelProblem? ReadJson(byte[] body)
    {
        using var document = JsonText.TryParse(Encoding.UTF8.GetString(body), JsonValueKind.Object);
        if (document is null) return new ModelProblem("We could not parse the JSON body of your request.");
        foreach (var property in document.RootElement.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.Null) Texts[property.Name] = property.Value.ToString();
        }

        return null;
    }

    private async Task<ModelProblem?> ReadFormAsync(byte[] body, string boundary, CancellationToken cancellationToken)
    {
        var reader = new MultipartReader(boundary, new MemoryStream(body));
        while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
        {
            if (Texts.Count + Files.Count >= MaxParts) return new ModelProblem("Too many fields in the form.");
            if (section.GetContentDispositionHeader() is not { } disposition) continue;
            var name = HeaderUtilities.RemoveQuotes(disposition.Name).ToString();
            if (name.EndsWith("[]", StringComparison.Ordinal)) name = name[..^2];
            using var content = new MemoryStream();
            await section.Body.CopyToAsync(content, cancellationToken);
            if (disposition.IsFileDisposition())
            {
                var file = HeaderUtilities.RemoveQuotes(disposition.FileNameStar.Length > 0 ? disposition.FileNameStar : disposition.FileName).ToString();
                Files.Add(new ImageFile(name, file, section.ContentType ?? "application/octet-stream", content.ToArray()));
            }
            else
            {
                Texts[name] = Encoding.UTF8.GetString(content.ToArray());
            }
        }

        return null;
    }
}
