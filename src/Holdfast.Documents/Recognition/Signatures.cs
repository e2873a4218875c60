namespace Holdfast.Documents.Recognition;

/// <summary>Kinds of files that are known by their first bytes, and are not read.</summary>
internal static class Signatures
{
    private static readonly (byte[] Bytes, int At, string Name, string Remedy)[] Known =
    [
        ([.. "II*\0"u8], 0, "a picture (TIFF)", "Save it as PNG or PDF."),
        ([.. "MM\0*"u8], 0, "a picture (TIFF)", "Save it as PNG or PDF."),
        ([.. "ftypheic"u8], 4, "a picture (HEIC)", "Save it as JPEG."),
        ([.. "8BPS"u8], 0, "a Photoshop file", "Save it as PNG or PDF."),
        ([.. "ftyp"u8], 4, "a video or sound file", "Send its text instead."),
        ([.. "OggS"u8], 0, "a video or sound file", "Send its text instead."),
        ([.. "ID3"u8], 0, "a sound file", "Send its text instead."),
        ([.. "RIFF"u8], 0, "a video or sound file", "Send its text instead."),
        ([0x1A, 0x45, 0xDF, 0xA3], 0, "a video", "Send its text instead."),
        ([0x1F, 0x8B], 0, "packed (gzip)", "Unpack it, and send the files in it."),
        ([.. "BZh"u8], 0, "packed (bzip2)", "Unpack it, and send the files in it."),
        ([0xFD, .. "7zXZ"u8], 0, "packed (xz)", "Unpack it, and send the files in it."),
        ([0x28, 0xB5, 0x2F, 0xFD], 0, "packed (zstd)", "Unpack it, and send the files in it."),
        ([.. "7z"u8, 0xBC, 0xAF], 0, "a 7-Zip archive", "Unpack it, and send the files in it."),
        ([.. "Rar!"u8], 0, "a RAR archive", "Unpack it, and send the files in it."),
        ([.. "ustar"u8], 257, "a tar archive", "Unpack it, and send the files in it."),
        ([.. "SQLite format 3"u8], 0, "a database (SQLite)", "Export what is needed of it as CSV."),
        ([.. "PAR1"u8], 0, "a Parquet file", "Export what is needed of it as CSV."),
        ([0x7F, .. "ELF"u8], 0, "a program", "Send its source instead."),
        ([.. "%!PS"u8], 0, "a PostScript file", "Save it as PDF."),
        ([0xDB, 0xA5, 0x2D, 0x00], 0, "a very old Word document", "Save it as .docx."),
    ];

    /// <summary>What a file is in words, and what to do about it; null for one that is not known. Not certain is what could be the beginning of a text as well.</summary>
    internal static (string Name, string Remedy, bool IsCertain)? Find(ReadOnlySpan<byte> beginning)
    {
        foreach (var (bytes, at, name, remedy) in Known)
        {
            if (beginning.Length >= at + bytes.Length && beginning.Slice(at, bytes.Length).SequenceEqual(bytes))
                return (name, remedy, at > 0 || !char.IsAsciiLetterOrDigit((char)bytes[0]) || Array.Exists(bytes, value => value is < 0x20 or >= 0x80));
        }

        return null;
    }
}
