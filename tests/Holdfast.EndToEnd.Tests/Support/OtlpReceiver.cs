using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Holdfast.Testing.Servers;

namespace Holdfast.EndToEnd.Tests.Support;

/// <summary>A span as it came in.</summary>
/// <param name="Trace">Its trace.</param>
/// <param name="Name">What it is called.</param>
internal sealed record ReceivedSpan(string Trace, string Name);

/// <summary>Somebody's collector: takes OTLP over HTTP, and reads of it which spans belong to which trace.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<ReceivedSpan> _spans = [];
    private readonly Task _listening;

    public OtlpReceiver()
    {
        Address = $"http://127.0.0.1:{Ports.Free()}/";
        _listener.Prefixes.Add(Address);
        _listener.Start();
        _listening = ListenAsync();
    }

    public string Address { get; }

    public IReadOnlyCollection<ReceivedSpan> Spans => _spans;

    /// <summary>Waits until a trace has spans of all these names, or names that begin so, and says which.</summary>
    public async Task<string> TraceOfAsync(params string[] names)
    {
        await Eventually.SeeAsync($"a trace of {string.Join(", ", names)}", () => Find() is not null, () => string.Join(", ", _spans.Select(span => $"{span.Trace[..6]} {span.Name}")));
        return Find()!;

        string? Find() => _spans.GroupBy(span => span.Trace).FirstOrDefault(trace => names.All(name => trace.Any(span => span.Name.StartsWith(name, StringComparison.Ordinal))))?.Key;
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _listening;
    }

    private async Task ListenAsync()
    {
        while (true)
        {
            HttpListenerContext request;
            try
            {
                request = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            using var body = new MemoryStream();
            await request.Request.InputStream.CopyToAsync(body);
            if (request.Request.Url!.AbsolutePath == "/v1/traces")
                Read(body.ToArray());
            request.Response.ContentType = "application/x-protobuf";
            request.Response.Close();
        }
    }

    /// <summary>https://github.com/open-telemetry/opentelemetry-proto: resource_spans = 1, scope_spans = 2, spans = 2; of a span trace_id = 1, name = 5.</summary>
    private void Read(ReadOnlyMemory<byte> request)
    {
        foreach (var span in Parts(request, 1).SelectMany(resource => Parts(resource, 2)).SelectMany(scope => Parts(scope, 2)))
            _spans.Enqueue(new ReceivedSpan(Convert.ToHexStringLower(Parts(span, 1).First().Span), Encoding.UTF8.GetString(Parts(span, 5).First().Span)));
    }

    /// <summary>The fields of a message that have a number and a length.</summary>
    private static List<ReadOnlyMemory<byte>> Parts(ReadOnlyMemory<byte> message, int number)
    {
        var (parts, at) = (new List<ReadOnlyMemory<byte>>(), 0);
        while (at < message.Length)
        {
            var key = (int)Number();
            switch (key & 7)
            {
                case 0:
                    Number();
                    break;
                case 1:
                    at += 8;
                    break;
                case 5:
                    at += 4;
                    break;
                default:
                    var length = (int)Number();
                    if (key >> 3 == number)
                        parts.Add(message.Slice(at, length));
                    at += length;
                    break;
            }
        }

        return parts;

        ulong Number()
        {
            ulong value = 0;
            for (var shift = 0; ; shift += 7)
            {
                var part = message.Span[at++];
                value |= (ulong)(part & 0x7F) << shift;
                if (part < 0x80)
                    return value;
            }
        }
    }
}
