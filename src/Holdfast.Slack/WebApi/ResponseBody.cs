using System.Buffers;

namespace Holdfast.Slack.WebApi;

/// <summary>Reads an answer of bounded size through a pooled buffer; only the exact bytes are kept.</summary>
internal static class ResponseBody
{
    private const int FirstBuffer = 4 * 1024;

    /// <summary>Returns null when the body is larger than <paramref name="maxBytes"/>.</summary>
    internal static async Task<byte[]?> ReadAsync(HttpContent content, long maxBytes, CancellationToken cancellationToken)
    {
        var announced = content.Headers.ContentLength;
        if (announced > maxBytes)
            return null;

        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = stream.ConfigureAwait(false);
        // One byte more than announced, so that the end is seen without growing.
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(Math.Max(announced + 1 ?? 0, FirstBuffer), Array.MaxLength));
        try
        {
            var length = 0;
            while (true)
            {
                var read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false);
                if (read == 0)
                    return buffer.AsSpan(0, length).ToArray();
                length += read;
                if (length > maxBytes)
                    return null;
                if (length == buffer.Length)
                    buffer = Grow(buffer, length);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static byte[] Grow(byte[] buffer, int length)
    {
        var larger = ArrayPool<byte>.Shared.Rent(length * 2);
        buffer.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}
