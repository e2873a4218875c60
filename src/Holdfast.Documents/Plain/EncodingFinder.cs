using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace Holdfast.Documents.Plain;

/// <summary>Finds out whether a file is text, and how that is encoded: from its mark, from its bytes, and from what it says of itself.</summary>
internal static partial class EncodingFinder
{
    private const int SampleSize = 65_536;
    private const int DeclarationSize = 1_024;

    /// <summary>The encoding; null where it is no text.</summary>
    internal static TextEncoding? Find(Stream stream, CancellationToken cancellationToken)
    {
        var buffer = new byte[SampleSize];
        stream.Position = 0;
        var sample = buffer.AsSpan(0, stream.ReadAtLeast(buffer, SampleSize, throwOnEndOfStream: false));
        if (Marked(sample) is { } marked)
            return marked;
        if (Wide(sample) is { } wide)
            return wide;
        var declared = Declared(sample[..Math.Min(DeclarationSize, sample.Length)]);
        var figures = ByteFigures.Of(stream, cancellationToken);
        if (!figures.IsText)
            return null;
        if (figures.IsUtf8)
            return new TextEncoding(Encoding.UTF8, 0);
        if (declared is not null)
            return new TextEncoding(declared, 0);
        return new TextEncoding(CodePagesEncodingProvider.Instance.GetEncoding(1252)!, 0, "It is not UTF-8; it was read as Windows-1252, so some letters may be wrong.");
    }

    private static TextEncoding? Marked(ReadOnlySpan<byte> sample) => sample switch
    {
        [0xEF, 0xBB, 0xBF, ..] => new TextEncoding(Encoding.UTF8, 3),
        [0xFF, 0xFE, 0, 0, ..] => new TextEncoding(Encoding.UTF32, 4),
        [0, 0, 0xFE, 0xFF, ..] => new TextEncoding(new UTF32Encoding(bigEndian: true, byteOrderMark: false), 4),
        [0xFF, 0xFE, ..] => new TextEncoding(Encoding.Unicode, 2),
        [0xFE, 0xFF, ..] => new TextEncoding(Encoding.BigEndianUnicode, 2),
        _ => null,
    };

    /// <summary>UTF-16 without a mark: of most letters one byte is zero, and always the same one.</summary>
    private static TextEncoding? Wide(ReadOnlySpan<byte> sample)
    {
        Span<int> zeros = [0, 0];
        for (var i = 0; i < sample.Length; i++)
            zeros[i & 1] += sample[i] == 0 ? 1 : 0;
        var pairs = sample.Length / 2;
        if (pairs < 2)
            return null;
        if (zeros[1] > pairs * 0.6 && zeros[0] < pairs * 0.05)
            return new TextEncoding(Encoding.Unicode, 0);
        return zeros[0] > pairs * 0.6 && zeros[1] < pairs * 0.05 ? new TextEncoding(Encoding.BigEndianUnicode, 0) : null;
    }

    private static Encoding? Declared(ReadOnlySpan<byte> beginning)
    {
        var match = Declaration().Match(Encoding.Latin1.GetString(beginning));
        if (!match.Success)
            return null;
        try
        {
            var name = match.Groups["name"].Value;
            var encoding = CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);

            // The bytes are no UTF-8, and not UTF-16 either: who declares that was wrong.
            return encoding.IsSingleByte || encoding.CodePage is > 900 and < 1000 or 51932 or 51949 or 54936 ? encoding : null;
        }
        catch (ArgumentException)
        {
            // No encoding has that name: it is guessed as if there were none.
            return null;
        }
    }

    [GeneratedRegex("""(<\?xml[^>]{0,200}encoding|<meta[^>]{0,200}charset)\s{0,5}=\s{0,5}["']?(?<name>[A-Za-z0-9_:.-]{2,40})""", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Declaration();

    /// <summary>What all bytes of a file say about it.</summary>
    private sealed class ByteFigures
    {
        private static readonly SearchValues<byte> Ordinary =
            SearchValues.Create([(byte)'\t', (byte)'\n', (byte)'\r', (byte)'\f', (byte)'\b', 0x1B, .. Enumerable.Range(0x20, 0x5F).Select(value => (byte)value)]);

        private long _length;
        private long _zeros;
        private long _controls;
        private long _invalid;
        private long _multibyte;

        /// <summary>Programs, pictures and packed data have control characters everywhere; a log has some, and blocks of zeros where a machine lost power.</summary>
        internal bool IsText => _zeros <= _length * 0.3 && _controls <= _length * 0.02;

        /// <summary>One that is cut off in the middle of a letter, or had a foreign line put into it, still is.</summary>
        internal bool IsUtf8 => _invalid == 0 || _invalid * 20 <= _multibyte;

        internal static ByteFigures Of(Stream stream, CancellationToken cancellationToken)
        {
            var figures = new ByteFigures();
            var buffer = new byte[SampleSize];
            stream.Position = 0;
            var kept = 0;
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var read = stream.Read(buffer, kept, buffer.Length - kept);
                var isLast = read == 0;
                var bytes = buffer.AsSpan(0, kept + read);
                var counted = figures.Count(bytes, isLast);
                if (isLast)
                    return figures;
                bytes[counted..].CopyTo(buffer);
                kept = bytes.Length - counted;
            }
        }

        /// <summary>How many bytes were counted: all but a letter at the end that is not whole yet.</summary>
        private int Count(ReadOnlySpan<byte> bytes, bool isLast)
        {
            var at = 0;
            while (at < bytes.Length)
            {
                var next = bytes[at..].IndexOfAnyExcept(Ordinary);
                if (next < 0)
                    break;
                at += next;
                if (bytes[at] < 0x80)
                {
                    (_zeros, _controls) = bytes[at] == 0 ? (_zeros + 1, _controls) : (_zeros, _controls + 1);
                    at++;
                    continue;
                }

                var status = Rune.DecodeFromUtf8(bytes[at..], out _, out var length);
                if (status == OperationStatus.NeedMoreData && !isLast)
                {
                    _length += at;
                    return at;
                }

                (_multibyte, _invalid) = status == OperationStatus.Done ? (_multibyte + 1, _invalid) : (_multibyte, _invalid + 1);
                at += length;
            }

            _length += bytes.Length;
            return bytes.Length;
        }
    }
}
