using System.Buffers;
using System.Runtime.CompilerServices;
using ModelContextProtocol.Protocol;

namespace Holdfast.Mcp.Transports;

/// <summary>A line that a program wrote.</summary>
/// <param name="Bytes">The line, good until the next one is read; empty when it was too long to be kept.</param>
/// <param name="IsTooLong">Whether it was.</param>
/// <param name="Id">Of one that was too long the id, where it had one.</param>
internal readonly record struct MessageLine(ReadOnlyMemory<byte> Bytes, bool IsTooLong = false, RequestId? Id = null);

/// <summary>Reads a program's output line by line, and keeps no more of a line than it may have.</summary>
internal static class MessageLines
{
    private const int UsualBuffer = 16 * 1024;
    private const int LargeBuffer = 256 * 1024;

    /// <summary>The lines with something in them.</summary>
    /// <param name="output">What the program writes.</param>
    /// <param name="most">The most bytes of a line.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async IAsyncEnumerable<MessageLine> ReadAsync(Stream output, int most, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(UsualBuffer);
        MessageIdSearch? tooLong = null;
        try
        {
            var kept = 0;
            while (await output.ReadAsync(buffer.AsMemory(kept), cancellationToken) is > 0 and var read)
            {
                var (start, end) = (0, kept + read);
                while (buffer.AsSpan(Math.Max(start, kept), end - Math.Max(start, kept)).IndexOf((byte)'\n') is >= 0 and var found)
                {
                    var feed = Math.Max(start, kept) + found;
                    var line = buffer.AsMemory(start, feed - start);
                    (start, kept) = (feed + 1, 0);
                    if (tooLong is not null || line.Length > most)
                    {
                        tooLong ??= new MessageIdSearch();
                        tooLong.Read(line.Span);
                        yield return new MessageLine(default, IsTooLong: true, tooLong.Found);
                        tooLong = null;
                    }
                    else if (!line.Span.Trim(" \t\r"u8).IsEmpty)
                    {
                        yield return new MessageLine(line);
                    }
                }

                var rest = buffer.AsSpan(start, end - start);
                kept = rest.Length;
                if (tooLong is not null || kept > most)
                {
                    tooLong ??= new MessageIdSearch();
                    tooLong.Read(rest);
                    kept = 0;
                }
                else
                {
                    rest.CopyTo(buffer);
                }

                buffer = Resized(buffer, kept, most);
            }

            if (kept > 0)
                yield return new MessageLine(buffer.AsMemory(0, kept));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Room for more where the line has filled it, and none for megabytes that are over.</summary>
    private static byte[] Resized(byte[] buffer, int kept, int most)
    {
        var isFull = kept == buffer.Length;
        if (!isFull && (buffer.Length <= LargeBuffer || kept > UsualBuffer / 2))
            return buffer;
        var other = ArrayPool<byte>.Shared.Rent(isFull ? Math.Min(buffer.Length * 2, most + UsualBuffer) : UsualBuffer);
        buffer.AsSpan(0, kept).CopyTo(other);
        ArrayPool<byte>.Shared.Return(buffer);
        return other;
    }
}
