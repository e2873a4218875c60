using System.Text.Json;
using System.Threading.Channels;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator.Control;

/// <summary><c>GET /control/events</c>: what changes, as server-sent events. State is looked at every second and sent when it differs.</summary>
internal sealed class ChangeStream(ControlParts parts)
{
    /// <summary>A page that reads too slowly is told to load anew instead of filling memory.</summary>
    private const int MaxWaiting = 2_000;

    private const int MaxListeners = 32;
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private int _listeners;

    public async Task HandleAsync(HttpContext context)
    {
        if (Interlocked.Increment(ref _listeners) > MaxListeners)
        {
            Interlocked.Decrement(ref _listeners);
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        var queue = Channel.CreateBounded<WorldChange>(new BoundedChannelOptions(MaxWaiting) { SingleReader = true });
        var overflowed = 0;
        void Listen(WorldChange change)
        {
            if (!queue.Writer.TryWrite(change)) Volatile.Write(ref overflowed, 1);
        }

        lock (parts.World.Gate) parts.World.Watch.AddListener(Listen);
        try
        {
            context.Response.ContentType = "text/event-stream; charset=utf-8";
            context.Response.Headers.CacheControl = "no-store";
            await PumpAsync(context, queue.Reader, () => Interlocked.Exchange(ref overflowed, 0) == 1);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // The page was closed.
        }
        finally
        {
            lock (parts.World.Gate) parts.World.Watch.RemoveListener(Listen);
            Interlocked.Decrement(ref _listeners);
        }
    }

    private async Task PumpAsync(HttpContext context, ChannelReader<WorldChange> reader, Func<bool> hasOverflowed)
    {
        var gone = context.RequestAborted;
        byte[] lastState = [];
        var looked = 0L;
        while (!gone.IsCancellationRequested)
        {
            if (looked == 0 || parts.Time.GetElapsedTime(looked) >= Look)
            {
                looked = parts.Time.GetTimestamp();
                lastState = await SendStateAsync(context, lastState, gone);
            }

            if (hasOverflowed()) await SendAsync(context, "reload", "{}"u8.ToArray(), gone);
            while (reader.TryRead(out var change))
            {
                var json = JsonSerializer.SerializeToUtf8Bytes(
                    new ControlChange(change.Kind.ToString(), change.Message, change.Status, change.View, change.Session), ControlJson.Default.ControlChange);
                await SendAsync(context, "change", json, gone);
            }

            await context.Response.Body.FlushAsync(gone);
            await Task.WhenAny(reader.WaitToReadAsync(gone).AsTask(), Task.Delay(Look, parts.Time, gone));
        }
    }

    private async Task<byte[]> SendStateAsync(HttpContext context, byte[] last, CancellationToken gone)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(Snapshot.Of(parts), ControlJson.Default.ControlState);
        if (json.AsSpan().SequenceEqual(last)) return last;
        await SendAsync(context, "state", json, gone);
        return json;
    }

    private static async Task SendAsync(HttpContext context, string name, byte[] json, CancellationToken gone)
    {
        await context.Response.WriteAsync($"event: {name}\ndata: ", gone);
        await context.Response.Body.WriteAsync(json, gone);
        await context.Response.WriteAsync("\n\n", gone);
    }
}
