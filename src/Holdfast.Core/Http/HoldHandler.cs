using System.Net;
using Holdfast.Lanes;

namespace Holdfast.Http;

/// <summary>
/// Lets a request leave only while the hold under which it is made is good: asked before a connection is looked for, and once more when
/// the body begins to leave. A process may be frozen in between, or a connection take its time.
/// </summary>
internal sealed class HoldHandler(HttpPurpose purpose, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (LaneHold.Current is not { } hold)
            return base.SendAsync(request, cancellationToken);
        hold.ThrowUnlessGoodFor(purpose.HoldFor);
        if (request.Content is { } content and not HeldContent)
            request.Content = new HeldContent(content, hold, purpose.HoldFor);
        return base.SendAsync(request, cancellationToken);
    }

    /// <summary>A body that asks before it leaves.</summary>
    private sealed class HeldContent : HttpContent
    {
        private readonly HttpContent _body;
        private readonly LaneHold _hold;
        private readonly TimeSpan _needed;

        public HeldContent(HttpContent body, LaneHold hold, TimeSpan needed)
        {
            (_body, _hold, _needed) = (body, hold, needed);
            foreach (var (name, values) in body.Headers.NonValidated)
                Headers.TryAddWithoutValidation(name, values);
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            _hold.ThrowUnlessGoodFor(_needed);
            return _body.CopyToAsync(stream, context, cancellationToken);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = _body.Headers.ContentLength ?? -1;
            return length >= 0;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                _body.Dispose();
            base.Dispose(disposing);
        }
    }
}
