using System.Net;

namespace Holdfast.Http;

/// <summary>
/// An answer that is read as it comes, whose encoding may turn out to be broken. That is a broken connection to whoever reads it: the
/// decoders' own exceptions, which nobody expects of a stream, ended a run as an error of ours. And whose messages may be too large.
/// </summary>
internal sealed class DecodedContent : HttpContent
{
    private readonly HttpContent _inner;
    private readonly int? _most;

    /// <summary>Takes an answer.</summary>
    /// <param name="inner">The answer.</param>
    /// <param name="most">The most bytes of one message; null for no bound.</param>
    public DecodedContent(HttpContent inner, int? most)
    {
        (_inner, _most) = (inner, most);

        // Its length is the other side's word, for which readers would make room before they have seen a byte.
        foreach (var (name, values) in inner.Headers.NonValidated.Where(header => !header.Key.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)))
            Headers.TryAddWithoutValidation(name, values);
    }

    protected override async Task<Stream> CreateContentReadStreamAsync() => Bounded(new DecodedStream(await _inner.ReadAsStreamAsync()));

    protected override async Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken) =>
        Bounded(new DecodedStream(await _inner.ReadAsStreamAsync(cancellationToken)));

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await using var decoded = await CreateContentReadStreamAsync(cancellationToken);
        await decoded.CopyToAsync(stream, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    private Stream Bounded(Stream decoded) =>
        _most is { } most ? new BoundedMessagesStream(decoded, most, Headers.ContentType?.MediaType == "text/event-stream") : decoded;

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _inner.Dispose();
        base.Dispose(disposing);
    }
}
