using Holdfast.Documents.Reading;

namespace Holdfast.Documents.Tests.Support;

/// <summary>Reads files that a test has in memory.</summary>
internal static class ReadFiles
{
    public static DocumentText Read(this byte[] file, string name = "file", string? mediaType = null, DocumentLimits? limits = null)
    {
        using var stream = new MemoryStream(file, writable: false);
        return DocumentReader.Read(name, mediaType, stream, limits ?? new DocumentLimits(), TestContext.Current.CancellationToken);
    }

    public static DocumentException Refuse(this byte[] file, string name = "file", string? mediaType = null, DocumentLimits? limits = null) =>
        Assert.Throws<DocumentException>(() => file.Read(name, mediaType, limits));
}
