using System.Text;

namespace Holdfast.Documents.Recognition;

/// <summary>The container of Office before 2007, in which encrypted files of today are as well. What is in it stands in its directory, as UTF-16.</summary>
internal static class OldOffice
{
    private const int Piece = 65_536;

    // In this order: an encrypted file has nothing else in it, and a mail may have any of the others attached.
    private static readonly (byte[] Entry, DocumentProblem Problem, string Sentence)[] Entries =
    [
        (Name("EncryptedPackage"), DocumentProblem.Encrypted, "It is encrypted with a password. Remove the password, and send it again."),
        (Name("__nameid_version1.0"), DocumentProblem.Unsupported, "It is a mail as Outlook saves it (.msg), which can't be read. Save it as text or PDF."),
        (Name("WordDocument"), DocumentProblem.Unsupported, "It is an old Word document (.doc), which can't be read. Save it as .docx."),
        (Name("PowerPoint Document"), DocumentProblem.Unsupported, "It is an old PowerPoint presentation (.ppt), which can't be read. Save it as .pptx."),
        (Name("Workbook"), DocumentProblem.Unsupported, "It is an old Excel workbook (.xls), which can't be read. Save it as .xlsx."),
        (Name("Book"), DocumentProblem.Unsupported, "It is an old Excel workbook (.xls), which can't be read. Save it as .xlsx."),
    ];

    internal static ReadOnlySpan<byte> Signature => [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

    internal static DocumentException Refusal(Stream stream, CancellationToken cancellationToken)
    {
        var found = Entries.Length;
        var buffer = new byte[Piece];
        var kept = 0;
        stream.Position = 0;
        while (found > 0 && stream.Read(buffer, kept, buffer.Length - kept) is > 0 and var read)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var bytes = buffer.AsSpan(0, kept + read);
            for (var i = 0; i < found; i++)
            {
                if (bytes.IndexOf(Entries[i].Entry) >= 0)
                    found = i;
            }

            kept = Math.Min(Longest, bytes.Length);
            bytes[^kept..].CopyTo(buffer);
        }

        return found < Entries.Length
            ? new DocumentException(Entries[found].Problem, Entries[found].Sentence)
            : new DocumentException(DocumentProblem.Unsupported, "It is of a kind that can't be read (a container of old Office files). Save it as .docx, .xlsx, .pptx or PDF.");
    }

    private static int Longest { get; } = Entries.Max(entry => entry.Entry.Length);

    private static byte[] Name(string entry) => [0, 0, .. Encoding.Unicode.GetBytes(entry), 0, 0];
}
