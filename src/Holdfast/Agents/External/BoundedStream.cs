using Holdfast.Http;

namespace Holdfast.Agents.External;

/// <summary>A stream that fails where it has given more than it may.</summary>
/// <param name="inner">What is read; disposed of along.</param>
/// <param name="max">The most bytes.</param>
internal sealed class BoundedStream(Stream inner, long max) : ReadThroughStream(inner)
{
    private long _given;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Counted(await Inner.ReadAsync(buffer, cancellationToken));

    public override int Read(byte[] buffer, int offset, int count) => Counted(Inner.Read(buffer, offset, count));

    private int Counted(int read) => (_given += read) <= max ? read : throw new IOException($"It is longer than {max} bytes.");
}
