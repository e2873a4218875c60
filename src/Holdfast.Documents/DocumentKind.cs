namespace Holdfast.Documents;

/// <summary>What a file is, found out from its content and only then from what it is called.</summary>
public enum DocumentKind
{
    /// <summary>Text without a known form, such as a log.</summary>
    PlainText,

    /// <summary>Markdown, as it is.</summary>
    Markdown,

    /// <summary>Values separated by commas or tabs, as they are.</summary>
    Table,

    /// <summary>JSON, as it is.</summary>
    Json,

    /// <summary>XML, as it is.</summary>
    Xml,

    /// <summary>The source of a program or its configuration, as it is.</summary>
    SourceCode,

    /// <summary>The text of a web page, as Markdown.</summary>
    Html,

    /// <summary>The text of a file in Rich Text Format.</summary>
    RichText,

    /// <summary>The text of a PDF, page by page.</summary>
    Pdf,

    /// <summary>A Word document, as Markdown.</summary>
    Word,

    /// <summary>An Excel workbook: each sheet by its name, its rows as comma-separated values.</summary>
    Excel,

    /// <summary>A PowerPoint presentation, slide by slide.</summary>
    PowerPoint,

    /// <summary>A picture, upright and in a size that models look at.</summary>
    Picture,

    /// <summary>A text in OpenDocument, as Markdown.</summary>
    OpenText,

    /// <summary>Sheets in OpenDocument: each by its name, its rows as comma-separated values.</summary>
    OpenSheets,

    /// <summary>A presentation in OpenDocument, slide by slide.</summary>
    OpenSlides,
}
