using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Holdfast.Http;
using Holdfast.Lanes;
using Holdfast.Mcp.Protocol;
using Holdfast.Text;
using Microsoft.Extensions.Logging.Abstractions;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Holdfast.Mcp.Servers;

/// <summary>One connection to a server, from its greeting to its end.</summary>
internal sealed class McpSession : IAsyncDisposable
{
    /// <summary>From this version of the protocol on a server tells of changes only whoever listens, and a request over HTTP ends with its connection.</summary>
    private const string ListeningVersion = "2026-07-28";

    /// <summary>Pages of a list that leads nowhere.</summary>
    private const int MaxPages = 200;

    private const int MaxTold = 100;

    /// <summary>What a server may take that is asked which version it speaks, and says nothing: old ones say nothing.</summary>
    private static readonly TimeSpan ProbePatience = TimeSpan.FromSeconds(5);

    /// <summary>How long the end of a connection may take; a program has its own limits.</summary>
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(15);

    private static readonly Implementation Self = new() { Name = "holdfast", Version = typeof(McpSession).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0" };

    private readonly McpClient _client;
    private readonly bool _isHttp;
    private readonly TimeProvider _time;
    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _ending = new();
    private readonly TaskCompletionSource<Exception> _broken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IReadOnlyCollection<string> _chosen;
    private Task _listening = Task.CompletedTask;
    private long _lastId;

    private McpSession(McpClient client, bool isHttp, IReadOnlyCollection<string> chosen, TimeProvider time) => (_client, _isHttp, _chosen, _time) = (client, isHttp, chosen, time);

    /// <summary>Why it is over, once it is.</summary>
    public Task<Exception> Ended => _broken.Task;

    /// <summary>Something to read whenever the tools may have changed, or the server is to be looked at.</summary>
    public ChannelReader<bool> Changes => _changes.Reader;

    /// <summary>What the server calls itself.</summary>
    public string Called => _client.ServerInfo is { } info
        ? TextCut.Beginning(JsonReading.WithoutControls($"{info.Name} {info.Version}").Replace('\n', ' '), MaxTold)
        : "a server without a name";

    /// <summary>Connects, and exchanges greetings.</summary>
    /// <param name="transport">The way to the server.</param>
    /// <param name="isHttp">Whether it is HTTP.</param>
    /// <param name="startTimeout">How long the greeting may take.</param>
    /// <param name="chosen">The tools that the operator chose; empty for all.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public static async Task<McpSession> ConnectAsync(
        IClientTransport transport, bool isHttp, TimeSpan startTimeout, IReadOnlyCollection<string> chosen, TimeProvider time, CancellationToken cancellationToken)
    {
        var options = new McpClientOptions
        {
            ClientInfo = Self,
            InitializationTimeout = startTimeout,
            TimeProvider = time,
            DiscoverProbeTimeout = startTimeout / 3 < ProbePatience ? startTimeout / 3 : ProbePatience,
        };
        var session = new McpSession(await McpClient.CreateAsync(transport, options, NullLoggerFactory.Instance, cancellationToken), isHttp, chosen, time);
        session.Watch();
        return session;
    }

    /// <summary>The server's tools as they are now.</summary>
    public async Task<ToolListing> ListAsync(CancellationToken cancellationToken)
    {
        var reader = new ToolListReader(_chosen);
        string? cursor = null;
        for (var page = 0; page < MaxPages && !reader.IsFull; page++)
        {
            var response = await RequestAsync(RequestMethods.ToolsList, cursor is null ? [] : new JsonObject { ["cursor"] = cursor }, cancellationToken);
            reader.Add(response);
            var next = response.Text("nextCursor");
            if (string.IsNullOrEmpty(next) || next == cursor)
                break;
            cursor = next;
        }

        return reader.End();
    }

    /// <summary>Calls a tool.</summary>
    /// <param name="tool">The server's name for it.</param>
    /// <param name="arguments">A JSON object.</param>
    /// <param name="cancellationToken">Ends the wait, and tells the server that nobody waits any more.</param>
    public Task<JsonNode?> CallAsync(string tool, JsonElement arguments, CancellationToken cancellationToken) =>
        RequestAsync(RequestMethods.ToolsCall, new JsonObject { ["name"] = tool, ["arguments"] = JsonObject.Create(arguments) }, cancellationToken);

    /// <summary>Has it looked at soon, because something seems to be wrong.</summary>
    public void Doubt() => _changes.Writer.TryWrite(true);

    /// <summary>It is of no use any more.</summary>
    /// <param name="error">Why.</param>
    public void Break(Exception error) => _broken.TrySetResult(error);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        try
        {
            await _client.DisposeAsync().AsTask().WaitAsync(EndPatience, _time);
            await _listening.WaitAsync(EndPatience, _time);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // However the other side takes the end, it is one.
        }
    }

    private void Watch()
    {
        _ = WatchEndAsync();
        _ = _client.RegisterNotificationHandler(NotificationMethods.ToolListChangedNotification, (_, _) =>
        {
            Doubt();
            return ValueTask.CompletedTask;
        });
        if (IsListening && _client.ServerCapabilities.Tools?.ListChanged == true)
            _listening = ListenAsync();
    }

    private async Task WatchEndAsync() => Break((await _client.Completion).Exception ?? new IOException("The connection was closed."));

    private bool IsListening => string.CompareOrdinal(_client.NegotiatedProtocolVersion, ListeningVersion) >= 0;

    /// <summary>Listens for changes, as long as the server tells any: one that ends the request is asked for its tools now and then all the same.</summary>
    private async Task ListenAsync()
    {
        try
        {
            var wanted = new JsonObject { ["notifications"] = new JsonObject { ["toolsListChanged"] = true } };
            await RequestAsync(RequestMethods.SubscriptionsListen, wanted, _ending.Token);
        }
        catch (Exception e) when (e is McpException or HttpRequestException or IOException or OperationCanceledException or AnswerTooLargeException)
        {
            // Changes are found a little later then.
        }
    }

    private async Task<JsonNode?> RequestAsync(string method, JsonObject parameters, CancellationToken cancellationToken)
    {
        var id = new RequestId($"h{Interlocked.Increment(ref _lastId)}");
        try
        {
            // Not for ever for a client that ignores its cancellation.
            return (await _client.SendRequestAsync(new JsonRpcRequest { Id = id, Method = method, Params = parameters }, cancellationToken).WaitAsync(cancellationToken)).Result;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested && _isHttp && !IsListening)
        {
            // The SDK tells a program; over HTTP it only closes the connection, which older servers do not take for a cancellation.
            _ = TellCancelledAsync(id);
            throw;
        }
    }

    private async Task TellCancelledAsync(RequestId id)
    {
        LaneHold.StepOut();
        try
        {
            await _client.SendMessageAsync(
                new JsonRpcNotification
                {
                    Method = NotificationMethods.CancelledNotification,
                    Params = new JsonObject { ["requestId"] = id.ToString() },
                },
                _ending.Token);
        }
        catch (Exception e) when (e is McpException or HttpRequestException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            // Nobody waits for it: then it goes on there to its end.
        }
    }
}
