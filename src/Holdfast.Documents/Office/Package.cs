using System.IO.Compression;
using DocumentFormat.OpenXml.Packaging;
using Holdfast.Documents.Drafts;

namespace Holdfast.Documents.Office;

/// <summary>An Office file, or one of OpenDocument, as far as it may be unpacked: what it says of its size is looked at before, and what really comes is counted.</summary>
internal sealed class Package(Draft draft)
{
    internal const string PicturesNotRead = "There are pictures in it, which were not read.";

    private const int MaxEntries = 20_000;

    /// <summary>XML packs to a tenth or a twentieth, a sheet of the same cell over and over to a hundredth.</summary>
    private const int MaxRatio = 400;

    private const long SmallEntry = 5_000_000;

    private readonly Dictionary<string, long> _sizes = new(StringComparer.OrdinalIgnoreCase);
    private long _left = draft.Limits.MaxUnpackedBytes;

    internal Draft Draft => draft;

    /// <summary>Looks at the directory of the file, before anything is unpacked.</summary>
    /// <exception cref="DocumentException">It is too large.</exception>
    internal void Check(Stream stream)
    {
        stream.Position = 0;
        using var zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
        if (zip.Entries.Count > MaxEntries)
            throw new DocumentException(DocumentProblem.TooLarge, $"It consists of {Words.Count(zip.Entries.Count)} parts, more than a document has.");
        long total = 0;
        foreach (var entry in zip.Entries)
        {
            if (entry.Length > SmallEntry && entry.Length / Math.Max(1, entry.CompressedLength) > MaxRatio)
                throw new DocumentException(DocumentProblem.TooLarge, $"It is packed to less than 1/{MaxRatio} of its size, as no document is.");

            // Pictures and films are never unpacked.
            if (!IsRead(entry.FullName))
                continue;
            total += entry.Length;
            _sizes[$"/{entry.FullName}"] = entry.Length;
        }

        if (total > draft.Limits.MaxUnpackedBytes)
            throw new DocumentException(DocumentProblem.TooLarge, $"Unpacked it has {Words.Bytes(total)}, more than the {Words.Bytes(draft.Limits.MaxUnpackedBytes)} that are read.");
    }

    /// <summary>A part, to be read once.</summary>
    internal PartReader Open(OpenXmlPart part)
    {
        draft.Cancellation.ThrowIfCancellationRequested();
        return new PartReader(new CountedStream(part.GetStream(FileMode.Open, FileAccess.Read), this), draft.Cancellation);
    }

    /// <summary>A part of a file that is no Office file, to be read once.</summary>
    internal PartReader Open(ZipArchiveEntry part)
    {
        draft.Cancellation.ThrowIfCancellationRequested();
        return new PartReader(new CountedStream(part.Open(), this), draft.Cancellation);
    }

    /// <summary>How large a part says it is.</summary>
    internal long SizeOf(OpenXmlPart? part) => part is null ? 0 : _sizes.GetValueOrDefault(part.Uri.OriginalString);

    private static bool IsRead(string name) =>
        name.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".rels", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".vml", StringComparison.OrdinalIgnoreCase);

    private int Count(int read)
    {
        _left -= read;
        return _left >= 0
            ? read
            : throw new DocumentException(DocumentProblem.TooLarge, $"Unpacked it has more than the {Words.Bytes(draft.Limits.MaxUnpackedBytes)} that are read.");
    }

    private sealed class CountedStream(Stream inner, Package package) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => package.Count(inner.Read(buffer, offset, count));

        public override int Read(Span<byte> buffer) => package.Count(inner.Read(buffer));

        public override void Flush() => inner.Flush();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
