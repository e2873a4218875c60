using System.Text;
using System.Text.Unicode;
using Holdfast.Simulator.Pictures;

namespace Holdfast.Simulator.Files;

/// <summary>What kind of file it is, in Slack's words.</summary>
/// <param name="Type">Slack's short name (<c>filetype</c>).</param>
/// <param name="Mime">The media type.</param>
/// <param name="Pretty">What people are shown (<c>pretty_type</c>).</param>
/// <param name="IsText">Whether Slack keeps it as a snippet: with its first lines, and to be changed in place.</param>
internal readonly record struct FileKind(string Type, string Mime, string Pretty, bool IsText = false);

/// <summary>Tells files apart by what is in them, and where that says nothing by their names, as Slack does.</summary>
internal static class FileTypes
{
    /// <summary>Longer texts are files like any other.</summary>
    private const int LongestSnippet = 1_000_000;

    private static readonly FileKind Binary = new("binary", "application/octet-stream", "Binary");
    private static readonly FileKind Plain = new("text", "text/plain", "Plain Text", IsText: true);

    private static readonly Dictionary<string, FileKind> ByEnding = new(StringComparer.OrdinalIgnoreCase)
    {
        [".txt"] = Plain,
        [".log"] = Plain,
        [".md"] = new("markdown", "text/markdown", "Markdown", IsText: true),
        [".json"] = new("json", "application/json", "JSON", IsText: true),
        [".xml"] = new("xml", "application/xml", "XML", IsText: true),
        [".yaml"] = new("yaml", "text/plain", "YAML", IsText: true),
        [".yml"] = new("yaml", "text/plain", "YAML", IsText: true),
        [".csv"] = new("csv", "text/csv", "CSV", IsText: true),
        [".diff"] = new("diff", "text/x-diff", "Diff", IsText: true),
        [".patch"] = new("diff", "text/x-diff", "Diff", IsText: true),
        [".html"] = new("html", "text/html", "HTML", IsText: true),
        [".svg"] = new("svg", "image/svg+xml", "SVG"),
        [".cs"] = new("csharp", "text/plain", "C#", IsText: true),
        [".py"] = new("python", "text/x-python", "Python", IsText: true),
        [".js"] = new("javascript", "text/javascript", "JavaScript/JSON", IsText: true),
        [".sh"] = new("shell", "text/x-sh", "Shell", IsText: true),
        [".sql"] = new("sql", "text/x-sql", "SQL", IsText: true),
        [".eml"] = new("email", "message/rfc822", "Email"),
        [".pdf"] = new("pdf", "application/pdf", "PDF"),
        [".zip"] = new("zip", "application/zip", "Zip"),
        [".docx"] = new("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "Word Document"),
        [".xlsx"] = new("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel Spreadsheet"),
        [".pptx"] = new("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation", "PowerPoint Presentation"),
        [".png"] = new("png", "image/png", "PNG"),
        [".jpg"] = new("jpg", "image/jpeg", "JPEG"),
        [".jpeg"] = new("jpg", "image/jpeg", "JPEG"),
        [".gif"] = new("gif", "image/gif", "GIF"),
        [".webp"] = new("webp", "image/webp", "WebP"),
        [".heic"] = new("heic", "image/heic", "HEIC"),
        [".mp3"] = new("mp3", "audio/mpeg", "MP3"),
        [".m4a"] = new("m4a", "audio/mp4", "MPEG 4 Audio"),
        [".wav"] = new("wav", "audio/wav", "WAV"),
        [".mp4"] = new("mp4", "video/mp4", "MPEG 4 Video"),
    };

    /// <summary>The kind while nothing but the name is known.</summary>
    public static FileKind OfName(string name) => ByEnding.GetValueOrDefault(Path.GetExtension(name), Binary);

    public static FileKind Of(string name, ReadOnlySpan<byte> bytes)
    {
        var named = OfName(name);
        if (PictureInfo.Read(bytes) is { } picture) return Of(picture.Format);
        if (bytes.StartsWith("%PDF-"u8)) return ByEnding[".pdf"];
        if (bytes.StartsWith("PK\x03\x04"u8)) return named.Type is "docx" or "xlsx" or "pptx" ? named : ByEnding[".zip"];
        if (!named.IsText && named != Binary) return named;
        var isText = bytes.Length is > 0 and <= LongestSnippet && !bytes.Contains((byte)0) && Utf8.IsValid(bytes);
        if (named.IsText) return named with { IsText = isText };
        return isText ? Plain : Binary;
    }

    /// <summary>The first lines of a text, and how many lines it has.</summary>
    public static (string Preview, int Lines) Preview(ReadOnlySpan<byte> bytes)
    {
        const int MostLines = 5;
        const int MostCharacters = 400;
        var text = Encoding.UTF8.GetString(bytes);
        var lines = text.TrimEnd('\n').Split('\n');
        var first = string.Join('\n', lines.Take(MostLines));
        return (first.Length <= MostCharacters ? first : first[..MostCharacters], lines.Length);
    }

    private static FileKind Of(PictureFormat format) => format switch
    {
        PictureFormat.Png => ByEnding[".png"],
        PictureFormat.Jpeg => ByEnding[".jpg"],
        PictureFormat.Gif => ByEnding[".gif"],
        PictureFormat.Webp => ByEnding[".webp"],
        _ => throw new InvalidOperationException($"No kind of file for {format}."),
    };
}
