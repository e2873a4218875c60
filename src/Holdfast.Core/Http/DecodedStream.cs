namespace Holdfast.Http;

/// <summary>Reads what a decoder makes; what it cannot decode is an <see cref="IOException"/>.</summary>
internal sealed class DecodedStream(Stream inner) : ReadThroughStream(inner)
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await Inner.ReadAsync(buffer, cancellationToken);
        }
        catch (Exception e) when (IsBroken(e))
        {
            throw Broken(e);
        }
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        try
        {
            return Inner.Read(buffer, offset, count);
        }
        catch (Exception e) when (IsBroken(e))
        {
            throw Broken(e);
        }
    }

    /// <summary>The decoders of gzip and deflate throw the one, that of Brotli the other.</summary>
    private static bool IsBroken(Exception error) => error is InvalidDataException or InvalidOperationException and not ObjectDisposedException;

    private static IOException Broken(Exception cause) => new("What the answer is encoded with is broken.", cause);
}
