using System.Text.Json;
using Holdfast.Jobs.Processes;
using Microsoft.Extensions.Logging;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Holdfast.Mcp.Transports;

/// <summary>
/// Messages to and from a program, a line each. Unlike the SDK's own it takes no line into memory that is larger than it may be, takes no more of what it
/// did not ask for than it can use, and does not wait for a program that has ceased to read.
/// </summary>
internal sealed partial class ProgramTransport : TransportBase
{
    /// <summary>The code of the error that stands in place of an answer which was too large, or could not be read. Not one of the protocol's.</summary>
    public const int Unreadable = -32_099;

    /// <summary>A program that does not read for so long is done with: what waits would only pile up.</summary>
    private static readonly TimeSpan WritePatience = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan GarbageInterval = TimeSpan.FromMinutes(1);

    /// <summary>The most of a server's own requests that wait to be answered: most of them nobody here can answer with anything but a refusal.</summary>
    private const int MaxAsked = 16;

    private readonly string _server;
    private readonly Companion _program;
    private readonly ErrorLines _errors;
    private readonly int _most;
    private readonly bool _isProbed;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _reading;
    private readonly Task _complaining;
    private int _asked;
    private long? _garbageTold;
    private int _ended;

    /// <summary>Begins to read.</summary>
    /// <param name="server">The server's name.</param>
    /// <param name="program">The program, running; disposed of along.</param>
    /// <param name="errors">Reads what it complains of.</param>
    /// <param name="most">The most bytes of a message.</param>
    /// <param name="isProbed">Whether it is asked which protocol it has: there are programs that end when they are.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">For what is no message.</param>
    public ProgramTransport(string server, Companion program, ErrorLines errors, int most, bool isProbed, TimeProvider time, ILogger logger)
        : base(server, loggerFactory: null)
    {
        (_server, _program, _errors, _most, _isProbed, _time, _logger) = (server, program, errors, most, isProbed, time, logger);
        SetConnected();
        _complaining = _errors.ReadAsync(program.Errors, _ending.Token);
        _reading = ReadAsync();
    }

    /// <inheritdoc/>
    public override async Task SendMessageAsync(JsonRpcMessage message, CancellationToken cancellationToken = default)
    {
        if (message is JsonRpcRequest { Method: RequestMethods.ServerDiscover } probe && !_isProbed)
        {
            await WriteMessageAsync(Refusal(probe.Id, (int)McpErrorCode.MethodNotFound, "not asked"), cancellationToken);
            return;
        }

        if (message is JsonRpcResponse or JsonRpcError)
            Interlocked.Decrement(ref _asked);
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(message, McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(JsonRpcMessage))), (byte)'\n'];
        await _writing.WaitAsync(cancellationToken);

        // Once begun it is written to its end, whoever has lost patience: half a message would be the beginning of the next one.
        await WriteAsync(line).WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0)
            return;
        await _program.EndAsync(EndPatience);
        await _ending.CancelAsync();
        await Task.WhenAll(_reading, _complaining);
        await _program.DisposeAsync();
        SetDisconnected();
    }

    private async Task WriteAsync(byte[] line)
    {
        try
        {
            await _program.Input.WriteAsync(line, _ending.Token).AsTask().WaitAsync(WritePatience, _time);
            await _program.Input.FlushAsync(_ending.Token);
        }
        catch (TimeoutException)
        {
            var error = new ServerEndedException($"has not read what it was sent for {WritePatience.TotalSeconds:0} s");
            SetDisconnected(error);
            throw error;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            throw new ServerEndedException("does not read any more");
        }
        finally
        {
            _writing.Release();
        }
    }

    private async Task ReadAsync()
    {
        try
        {
            await foreach (var line in MessageLines.ReadAsync(_program.Output, _most, _ending.Token))
                await TakeAsync(line);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // It is gone, or is being ended: what became of it is said in one way.
        }

        SetDisconnected(await EndAsync());
    }

    private async Task TakeAsync(MessageLine line)
    {
        if (line.IsTooLong)
        {
            if (line.Id is { } id)
                await WriteMessageAsync(Refusal(id, Unreadable, $"The answer was larger than {_most} bytes, and was not read."));
            else
                TellGarbage($"a line of more than {_most} bytes");
            return;
        }

        try
        {
            switch (JsonSerializer.Deserialize(line.Bytes.Span, McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(JsonRpcMessage))))
            {
                case JsonRpcNotification { Method: not NotificationMethods.ToolListChangedNotification }:
                    // Nobody here listens to it, and there may be thousands.
                    break;
                case JsonRpcRequest request when Interlocked.Increment(ref _asked) <= MaxAsked:
                    await WriteMessageAsync(request);
                    break;
                case JsonRpcRequest:
                    Interlocked.Decrement(ref _asked);
                    break;
                case JsonRpcMessage message:
                    await WriteMessageAsync(message);
                    break;
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or OverflowException)
        {
            // Whoever waits for it learns at once that it is none.
            if (MessageIdSearch.In(line.Bytes.Span) is { } id)
                await WriteMessageAsync(Refusal(id, Unreadable, "The answer is no valid JSON."));
            TellGarbage("a line that is no message");
        }
    }

    /// <summary>The program's exit code and last words come a moment after the end of its output.</summary>
    private async Task<ServerEndedException> EndAsync()
    {
        await Task.WhenAny(Task.WhenAll(_program.Ended, _complaining), Task.Delay(EndPatience, _time));
        var what = _program.Ended.IsCompletedSuccessfully ? $"ended with exit code {await _program.Ended}" : "closed its output";
        return new ServerEndedException(_errors.Last is { } last ? $"{what}: {last}" : what);
    }

    private static JsonRpcError Refusal(RequestId id, int code, string message) => new() { Id = id, Error = new JsonRpcErrorDetail { Code = code, Message = message } };

    private void TellGarbage(string what)
    {
        if (_garbageTold is { } told && _time.GetElapsedTime(told) < GarbageInterval)
            return;
        _garbageTold = _time.GetTimestamp();
        LogGarbage(_server, what);
    }

    [LoggerMessage(4202, LogLevel.Warning, "MCP server {Server} wrote {What} to its output, which is for messages of the protocol; it is passed over")]
    private partial void LogGarbage(string server, string what);
}
