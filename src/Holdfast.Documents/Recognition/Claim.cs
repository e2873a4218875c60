namespace Holdfast.Documents.Recognition;

/// <summary>What a file is said to be, by its name, or else by its media type.</summary>
internal static class Claim
{
    private const string Source =
        "adoc asm astro awk bash bat bicep c cc cfg clj cmake cmd conf cpp cs csproj css cxx dart diff dockerfile editorconfig elm env erl ex exs fish fs fsx gd gemspec gitignore go gradle graphql "
        + "groovy h hcl hh hpp hrl hs htaccess ini java jl js jsx kt kts less lisp lua m mak makefile mjs ml mm nim nix pas patch php pl pm properties proto ps1 psm1 py pyi r rb rs s sass scala scss "
        + "sh sln slnx sol sql svelte swift tcl tex tf toml ts tsx v vb vbs vhd vue yaml yml zig zsh";

    private static readonly Dictionary<string, DocumentKind> ByExtension = new(StringComparer.OrdinalIgnoreCase)
    {
        ["txt"] = DocumentKind.PlainText,
        ["log"] = DocumentKind.PlainText,
        ["md"] = DocumentKind.Markdown,
        ["markdown"] = DocumentKind.Markdown,
        ["mdx"] = DocumentKind.Markdown,
        ["csv"] = DocumentKind.Table,
        ["tsv"] = DocumentKind.Table,
        ["tab"] = DocumentKind.Table,
        ["json"] = DocumentKind.Json,
        ["jsonl"] = DocumentKind.Json,
        ["ndjson"] = DocumentKind.Json,
        ["geojson"] = DocumentKind.Json,
        ["ipynb"] = DocumentKind.Json,
        ["xml"] = DocumentKind.Xml,
        ["svg"] = DocumentKind.Xml,
        ["xsd"] = DocumentKind.Xml,
        ["html"] = DocumentKind.Html,
        ["htm"] = DocumentKind.Html,
        ["xhtml"] = DocumentKind.Html,
        ["rtf"] = DocumentKind.RichText,
        ["pdf"] = DocumentKind.Pdf,
        ["docx"] = DocumentKind.Word,
        ["docm"] = DocumentKind.Word,
        ["dotx"] = DocumentKind.Word,
        ["xlsx"] = DocumentKind.Excel,
        ["xlsm"] = DocumentKind.Excel,
        ["xltx"] = DocumentKind.Excel,
        ["pptx"] = DocumentKind.PowerPoint,
        ["pptm"] = DocumentKind.PowerPoint,
        ["ppsx"] = DocumentKind.PowerPoint,
        ["potx"] = DocumentKind.PowerPoint,
        ["odt"] = DocumentKind.OpenText,
        ["ott"] = DocumentKind.OpenText,
        ["ods"] = DocumentKind.OpenSheets,
        ["ots"] = DocumentKind.OpenSheets,
        ["odp"] = DocumentKind.OpenSlides,
        ["otp"] = DocumentKind.OpenSlides,
        ["png"] = DocumentKind.Picture,
        ["jpg"] = DocumentKind.Picture,
        ["jpeg"] = DocumentKind.Picture,
        ["gif"] = DocumentKind.Picture,
        ["webp"] = DocumentKind.Picture,
        ["bmp"] = DocumentKind.Picture,
    };

    private static readonly Dictionary<string, DocumentKind> ByMediaType = new(StringComparer.OrdinalIgnoreCase)
    {
        ["text/plain"] = DocumentKind.PlainText,
        ["text/markdown"] = DocumentKind.Markdown,
        ["text/csv"] = DocumentKind.Table,
        ["text/tab-separated-values"] = DocumentKind.Table,
        ["application/json"] = DocumentKind.Json,
        ["application/xml"] = DocumentKind.Xml,
        ["text/xml"] = DocumentKind.Xml,
        ["text/html"] = DocumentKind.Html,
        ["application/rtf"] = DocumentKind.RichText,
        ["text/rtf"] = DocumentKind.RichText,
        ["application/pdf"] = DocumentKind.Pdf,
        ["application/vnd.openxmlformats-officedocument.wordprocessingml.document"] = DocumentKind.Word,
        ["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"] = DocumentKind.Excel,
        ["application/vnd.openxmlformats-officedocument.presentationml.presentation"] = DocumentKind.PowerPoint,
        ["application/vnd.oasis.opendocument.text"] = DocumentKind.OpenText,
        ["application/vnd.oasis.opendocument.spreadsheet"] = DocumentKind.OpenSheets,
        ["application/vnd.oasis.opendocument.presentation"] = DocumentKind.OpenSlides,
    };

    static Claim()
    {
        foreach (var extension in Source.Split(' '))
            ByExtension.Add(extension, DocumentKind.SourceCode);
    }

    internal static DocumentKind? Of(string name, string? mediaType)
    {
        var extension = name[(name.LastIndexOfAny(['.', '/', '\\']) + 1)..];
        if (ByExtension.TryGetValue(extension, out var kind))
            return kind;
        var type = (mediaType ?? "").Split(';')[0].Trim();
        if (ByMediaType.TryGetValue(type, out kind))
            return kind;
        if (type.StartsWith("image/", StringComparison.OrdinalIgnoreCase))
            return DocumentKind.Picture;
        return type.StartsWith("text/x-", StringComparison.OrdinalIgnoreCase) ? DocumentKind.SourceCode : null;
    }

    /// <summary>Whether files of a kind are text that is read as it is.</summary>
    internal static bool IsText(DocumentKind kind) => kind < DocumentKind.Html;

    /// <summary>A kind in words, such as <c>a PDF</c>.</summary>
    internal static string Named(DocumentKind kind) => kind switch
    {
        DocumentKind.Markdown => "Markdown",
        DocumentKind.Table => "a table as text",
        DocumentKind.Json => "JSON",
        DocumentKind.Xml => "XML",
        DocumentKind.SourceCode => "source code",
        DocumentKind.Html => "an HTML page",
        DocumentKind.RichText => "a document in Rich Text Format",
        DocumentKind.Pdf => "a PDF",
        DocumentKind.Word => "a Word document",
        DocumentKind.Excel => "an Excel workbook",
        DocumentKind.PowerPoint => "a PowerPoint presentation",
        DocumentKind.Picture => "a picture",
        DocumentKind.OpenText => "an OpenDocument text",
        DocumentKind.OpenSheets => "an OpenDocument spreadsheet",
        DocumentKind.OpenSlides => "an OpenDocument presentation",
        _ => "plain text",
    };
}
