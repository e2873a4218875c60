namespace Holdfast.Simulator.Files;

/// <summary>Slack's short names and the media types of the endings that bots send and get most.</summary>
internal static class FileTypes
{
    private static readonly Dictionary<string, (string Type, string Mime, string Pretty)> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        [".txt"] = ("text", "text/plain", "Plain Text"),
        [".log"] = ("text", "text/plain", "Plain Text"),
        [".md"] = ("markdown", "text/markdown", "Markdown"),
        [".json"] = ("json", "application/json", "JSON"),
        [".csv"] = ("csv", "text/csv", "CSV"),
        [".diff"] = ("diff", "text/x-diff", "Diff"),
        [".patch"] = ("diff", "text/x-diff", "Diff"),
        [".html"] = ("html", "text/html", "HTML"),
        [".cs"] = ("csharp", "text/plain", "C#"),
        [".pdf"] = ("pdf", "application/pdf", "PDF"),
        [".zip"] = ("zip", "application/zip", "Zip"),
        [".png"] = ("png", "image/png", "PNG"),
        [".jpg"] = ("jpg", "image/jpeg", "JPEG"),
        [".gif"] = ("gif", "image/gif", "GIF"),
    };

    public static string TypeOf(string name) => Find(name).Type;

    public static string MimeOf(string name) => Find(name).Mime;

    public static string PrettyOf(string name) => Find(name).Pretty;

    private static (string Type, string Mime, string Pretty) Find(string name) =>
        Known.TryGetValue(Path.GetExtension(name), out var known) ? known : ("binary", "application/octet-stream", "Binary");
}
