namespace Holdfast.Http;

/// <summary>A stream that fails where one of its messages is larger than it may be.</summary>
/// <param name="inner">What is read; disposed of along.</param>
/// <param name="most">The most bytes of a message.</param>
/// <param name="hasEvents">Whether it is a stream of events, each of which ends with an empty line; otherwise it is one message.</param>
internal sealed class BoundedMessagesStream(Stream inner, int most, bool hasEvents) : ReadThroughStream(inner)
{
    private long _length;
    private bool _isLineEmpty = true;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await Inner.ReadAsync(buffer, cancellationToken);
        Count(buffer.Span[..read]);
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = Inner.Read(buffer, offset, count);
        Count(buffer.AsSpan(offset, read));
        return read;
    }

    private void Count(ReadOnlySpan<byte> read)
    {
        if (!hasEvents)
        {
            Add(read.Length);
            return;
        }

        while (read.IndexOf((byte)'\n') is >= 0 and var end)
        {
            var isEmpty = _isLineEmpty && IsEmpty(read[..end]);
            Add(end + 1);
            if (isEmpty)
                _length = 0;
            _isLineEmpty = true;
            read = read[(end + 1)..];
        }

        Add(read.Length);
        _isLineEmpty &= IsEmpty(read);
    }

    private void Add(int bytes)
    {
        _length += bytes;
        if (_length > most)
            throw new AnswerTooLargeException(most);
    }

    /// <summary>Lines may end with CR and LF.</summary>
    private static bool IsEmpty(ReadOnlySpan<byte> line) => line.IsEmpty || line is [(byte)'\r'];
}
