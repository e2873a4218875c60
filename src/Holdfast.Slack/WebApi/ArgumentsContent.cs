using System.Net;
using System.Net.Http.Headers;

namespace Holdfast.Slack.WebApi;

/// <summary>
/// A request body that knows whether it began to leave. That is the difference between "Slack never saw it" and "Slack
/// may have done it": a handler asks for the body only once it has a connection.
/// </summary>
internal sealed class ArgumentsContent : HttpContent
{
    private static readonly MediaTypeHeaderValue JsonType = new("application/json", "utf-8");

    // No charset here: some receivers compare the form's content type by equality.
    private static readonly MediaTypeHeaderValue FormType = new("application/x-www-form-urlencoded");

    private static readonly MediaTypeHeaderValue BytesType = new("application/octet-stream");

    private readonly ReadOnlyMemory<byte> _body;

    private ArgumentsContent(ReadOnlyMemory<byte> body, MediaTypeHeaderValue type)
    {
        _body = body;
        Headers.ContentType = type;
    }

    internal bool Left { get; private set; }

    internal static ArgumentsContent Create(string method, ReadOnlyMemory<byte> json)
    {
        if (SlackMethods.AcceptsJson(method))
            return Json(json);
        return new ArgumentsContent(FormArguments.FromJson(json.Span), FormType);
    }

    internal static ArgumentsContent Json(ReadOnlyMemory<byte> json) => new(json, JsonType);

    internal static ArgumentsContent Bytes(ReadOnlyMemory<byte> bytes) => new(bytes, BytesType);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        Left = true;
        await stream.WriteAsync(_body, cancellationToken).ConfigureAwait(false);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _body.Length;
        return true;
    }
}
