using System.IO.Compression;
using System.Runtime.InteropServices;
using Holdfast.Documents.Drafts;
using UglyToad.PdfPig.Filters;
using UglyToad.PdfPig.Tokens;

namespace Holdfast.Documents.Pdf;

/// <summary>
/// Unpacks what is in a PDF, but nothing that is too large then. PdfPig keeps all that comes out in memory, and when there is none left it goes on with what was
/// packed: the page would look as if it had no text.
/// </summary>
internal sealed class BoundedFilters(long most) : IFilterProvider
{
    /// <summary>What Deflate can make of a byte, at best.</summary>
    private const int MaxRatio = 1_032;

    public IReadOnlyList<IFilter> GetFilters(DictionaryToken dictionary) => Bounded(DefaultFilterProvider.Instance.GetFilters(dictionary));

    public IReadOnlyList<IFilter> GetNamedFilters(IReadOnlyList<NameToken> names) => Bounded(DefaultFilterProvider.Instance.GetNamedFilters(names));

    public IReadOnlyList<IFilter> GetAllFilters() => Bounded(DefaultFilterProvider.Instance.GetAllFilters());

    private IReadOnlyList<IFilter> Bounded(IReadOnlyList<IFilter> filters) =>
        [.. filters.Select(filter => filter is FlateFilter ? new BoundedFlate(filter, most) : filter)];

    private sealed class BoundedFlate(IFilter filter, long most) : IFilter
    {
        private const int Header = 2;

        public bool IsSupported => filter.IsSupported;

        public Memory<byte> Decode(Memory<byte> input, DictionaryToken streamDictionary, IFilterProvider filterProvider, int filterIndex)
        {
            if ((long)input.Length * MaxRatio > most && !Fits(input))
                throw new DocumentException(DocumentProblem.TooLarge, $"A part of it has more than {Words.Bytes(most)} when it is unpacked, which is more than is read.");
            return filter.Decode(input, streamDictionary, filterProvider, filterIndex);
        }

        /// <summary>Unpacks it once without keeping anything.</summary>
        private bool Fits(ReadOnlyMemory<byte> input)
        {
            using var packed = MemoryMarshal.TryGetArray(input, out var array) && array.Array is not null
                ? new MemoryStream(array.Array, array.Offset, array.Count, writable: false)
                : new MemoryStream(input.ToArray(), writable: false);
            packed.Position = Math.Min(Header, packed.Length);
            using var unpacked = new DeflateStream(packed, CompressionMode.Decompress);
            var piece = new byte[65_536];
            var total = 0L;
            try
            {
                while (total <= most && unpacked.Read(piece) is > 0 and var read)
                    total += read;
            }
            catch (InvalidDataException)
            {
                // It is broken from here on: more than that does not come out of it.
            }

            return total <= most;
        }
    }
}
