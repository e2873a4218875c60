using System.Net;

namespace Holdfast.Http;

/// <summary>
/// An answer that is read as it comes, whose encoding may turn out to be broken. That is a broken connection to whoever reads it: the
/// decoders' own exceptions, which nobody expects of a stream, ended a run as an error of ours.
/// </summary>
internal sealed class DecodedContent : HttpContent
{
    private readonly HttpContent _inner;

    public DecodedContent(HttpContent inner)
    {
        _inner = inner;
        foreach (var (name, values) in inner.Headers.NonValidated)
            Headers.TryAddWithoutValidation(name, values);
    }

    protected override async Task<Stream> CreateContentReadStreamAsync() => new DecodedStream(await _inner.ReadAsStreamAsync());

    protected override async Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken) =>
        new DecodedStream(await _inner.ReadAsStreamAsync(cancellationToken));

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

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _inner.Dispose();
        base.Dispose(disposing);
    }
}
