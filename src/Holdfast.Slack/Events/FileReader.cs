using System.Text.Json;
using Holdfast.Slack.Json;

namespace Holdfast.Slack.Events;

/// <summary>Reads the files of a message.</summary>
public static class FileReader
{
    /// <summary>The most that are looked at.</summary>
    private const int MaxFiles = 100;

    /// <summary>What Slack says of the files.</summary>
    /// <param name="files">A message's <c>files</c>; null for none.</param>
    public static IEnumerable<FileSummary> Read(JsonElement? files) => (files?.Items() ?? []).Where(file => file.ValueKind == JsonValueKind.Object).Take(MaxFiles).Select(file => new FileSummary
    {
        Id = file.Text("id"),
        Name = file.Text("name"),
        Title = file.Text("title"),
        MimeType = file.Text("mimetype"),
        Mode = file.Text("mode"),
        Size = file.Number("size") is > 0 and var size ? size : null,
    });
}
